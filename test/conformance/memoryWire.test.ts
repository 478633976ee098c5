import { createMemoryTransport } from '../../src/core/transport/memoryTransport.js';
import { systemClock } from '../../src/lib/clock.js';
import { MemoryBus } from '../../src/testing/network/memoryBus.js';
import { MemoryNetwork } from '../../src/testing/network/memoryNetwork.js';
import { wireConformance } from './wire.js';

wireConformance('memory', (namespaces) => {
  const bus = new MemoryBus();
  const network = new MemoryNetwork(systemClock);
  network.serve({ namespaces, bus });
  return Promise.resolve({
    transport: createMemoryTransport(network.dialFor('ann'), systemClock),
    url: 'memory://server',
    bus,
    cut: () => {
      network.disconnect();
    },
    close: () => {
      network.serve(null);
      return Promise.resolve();
    },
  });
});
