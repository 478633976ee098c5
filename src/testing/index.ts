/**
 * The real server in memory, and fakes of what jsdom lacks, for tests and stories. No test runner and no Testing Library: those
 * are in `hummer-react/testing/react`.
 *
 * @packageDocumentation
 */
export { createTestBackend } from './backend/createTestBackend.js';
export type {
  TestBackend,
  TestBackendOptions,
  TestClock,
  TestFaults,
  TestServerView,
} from './backend/TestBackend.js';
export type { ConnectOptions } from './backend/ConnectOptions.js';
export type { TestQuality } from './media/fakeTraffic.js';
export type { TestPeer, TestPublishOptions, TestRoom } from './backend/testPeer.js';
export type { TestAnswerOptions, TestCalls, TestInviteOptions } from './backend/peerCalls.js';
export type { PushMessage, PushSender } from '../server/ports/PushSender.js';
export type { ServerRoom } from './backend/testServer.js';
export { createControlledClock, type ControlledClock } from './backend/controlledClock.js';
export type { Direction } from './network/channel.js';
export type { RequestLogEntry, SeenFrame } from './network/memoryNetwork.js';
export { countRenders, type CountedComponent } from './countRenders.js';
export { fakeBrowser, type FakeBrowser, type FakeBrowserOptions } from './media/fakeBrowser.js';
export type { CaptureDevice, FakeMachine, FakePermission } from './media/FakeMachine.js';
export type { FakeFile, FakeFiles } from './media/fakeFiles.js';
export type { FakeScreen } from './media/FakeScreen.js';
export { fakeDevices, type FakeDevice, type FakeDeviceInfo } from './media/fakeDevices.js';
export { fakeMediaStream, type FakeMediaStreamOptions } from './media/fakeMediaStream.js';
