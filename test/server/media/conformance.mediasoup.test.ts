import { mediasoupRouter } from '../../../src/server/media/mediasoupRouter.js';
import { mediaRouterConformance } from '../../conformance/mediaRouter.js';

mediaRouterConformance(async () => {
  const router = await mediasoupRouter({ workers: 1, rtcMinPort: 0 });
  return {
    router,
    kill: () => {
      for (const pid of router.workerPids) process.kill(pid, 'SIGKILL');
    },
  };
});
