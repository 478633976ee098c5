import { fakeMediaRouter } from '../../src/server/media/fakeMediaRouter.js';
import { mediaRouterConformance } from './mediaRouter.js';

mediaRouterConformance(() => {
  const router = fakeMediaRouter();
  return Promise.resolve({
    router,
    kill: () => {
      router.killWorker();
    },
  });
});
