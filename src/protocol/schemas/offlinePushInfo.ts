import * as v from 'valibot';
import { utf8Length } from '../../lib/utf8.js';
import type { InvitationLimits } from '../limits.js';

/** `offlinePushInfo` of seed 001, field by field. Fields that the seed does not have are dropped. */
export function offlinePushInfoSchema(limits: InvitationLimits['pushInfo']) {
  const text = (most: number) =>
    v.exactOptional(
      v.pipe(
        v.string('must be a string'),
        v.check((value) => value.length <= most && utf8Length(value) <= most, `is larger than ${most} bytes`),
      ),
    );
  const short = text(limits.textBytes);
  const flag = v.exactOptional(v.boolean('must be true or false'));
  const image = v.exactOptional(
    v.pipe(
      v.string('must be a string'),
      v.maxLength(limits.urlBytes, `is longer than ${limits.urlBytes} characters`),
      v.check(isHttps, 'must be the https address of an image'),
    ),
  );
  return v.object(
    {
      disablePush: flag,
      disableVoipPush: flag,
      title: text(limits.titleBytes),
      description: text(limits.descriptionBytes),
      extension: text(limits.extensionBytes),
      androidInfo: v.exactOptional(
        v.object(
          {
            sound: short,
            XiaoMiChannelID: short,
            OPPOChannelID: short,
            FCMChannelID: short,
            VIVOClassification: v.exactOptional(
              v.picklist([0, 1], 'must be 0 (operation) or 1 (system message)'),
            ),
            VIVOCategory: short,
            HuaWeiCategory: short,
            HuaWeiImage: image,
            HonorImage: image,
            GoogleImage: image,
          },
          'must be an object',
        ),
      ),
      apnsInfo: v.exactOptional(
        v.object({ sound: short, ignoreIOSBadge: flag, disableVoipPush: flag, image }, 'must be an object'),
      ),
    },
    'must be an object',
  );
}

function isHttps(address: string): boolean {
  try {
    return new URL(address).protocol === 'https:';
  } catch {
    return false;
  }
}
