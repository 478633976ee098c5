/** The clock of every test that lets time pass: the test kit's own. */
export {
  createControlledClock as createFakeClock,
  type ControlledClock as FakeClock,
} from '../../src/testing/backend/controlledClock.js';
