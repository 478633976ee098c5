// The public API of every door, written down in etc/ and compared.
//
//   node scripts/checks/api.mjs              compares
//   node scripts/checks/api.mjs --update     writes what is built now
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Extractor, ExtractorConfig } from '@microsoft/api-extractor';
import { manifest, report, root } from './files.mjs';

const update = process.argv.includes('--update');
const temp = join(root, 'temp/api');
mkdirSync(temp, { recursive: true });
mkdirSync(join(root, 'etc'), { recursive: true });

const problems = [];
const doors = Object.entries(manifest.exports).filter(
  ([door, target]) => target.import?.types !== undefined && !door.includes('*'),
);
for (const [door, target] of doors) {
  const name = door === '.' ? 'hummer-react' : door.slice(2).replaceAll('/', '-');
  const config = ExtractorConfig.prepare({
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: join(root, target.import.types),
      compiler: { tsconfigFilePath: join(root, 'tsconfig.build.json') },
      apiReport: {
        enabled: true,
        includeForgottenExports: true,
        reportFileName: `${name}.api.md`,
        reportFolder: temp,
        reportTempFolder: join(temp, 'new'),
      },
      newlineKind: 'lf',
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: { logLevel: 'none' } },
        extractorMessageReporting: {
          default: { logLevel: 'none' },
          'ae-forgotten-export': { logLevel: 'none' },
        },
        tsdocMessageReporting: { default: { logLevel: 'none' } },
      },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: join(root, 'package.json'),
  });
  Extractor.invoke(config, { localBuild: true, messageCallback: quiet });
  const now = inOrder(withoutInternals(readFileSync(join(temp, `${name}.api.md`), 'utf8')));
  const kept = join(root, 'etc', `${name}.api.md`);
  const before = existsSync(kept) ? readFileSync(kept, 'utf8') : '';
  if (update) writeFileSync(kept, now);
  else if (now !== before) {
    problems.push(
      `${door} differs from etc/${name}.api.md; if that is meant: npm run build && npm run api:update`,
    );
    problems.push(difference(before, now));
  }
}
report(problems, `${doors.length} doors`);

function quiet(message) {
  message.handled = true;
}

/** Leaves out what a door does not export, but for what stands behind an exported name of its own (`Name_2`). */
function withoutInternals(text) {
  return text
    .split('\n\n')
    .filter((block) => {
      const declared =
        /^(?:declare |abstract )*(?:class|interface|type|function|const|enum|namespace) (\w+)/m.exec(block);
      return declared === null || /^export /m.test(block) || /_\d+$/.test(declared[1]);
    })
    .join('\n\n');
}

/** In unions that the compiler made, the order is that in which it met their members: it changes with files far away. */
function inOrder(text) {
  return text.replaceAll(/"\w+"(?: \| "\w+")+/g, (union) => union.split(' | ').sort().join(' | '));
}

/** The lines that only one of both has. */
function difference(before, now) {
  const [old, fresh] = [before, now].map((text) => new Set(text.split('\n')));
  return [
    ...[...old].filter((line) => !fresh.has(line)).map((line) => `  - ${line}`),
    ...[...fresh].filter((line) => !old.has(line)).map((line) => `  + ${line}`),
  ].join('\n');
}
