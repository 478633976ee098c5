import { hostPages as host } from '../../scripts/pageHost.mjs';
import { openDoors } from './bundle.mjs';

/** Pages as an app ships them, on a web host of loopback: see `scripts/pageHost.mjs`. */
export const hostPages = (entryPoints) => host(entryPoints, { production: true, plugins: [openDoors] });
