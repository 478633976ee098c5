#!/usr/bin/env node
// Makes sure that node_modules/mediasoup has a worker binary that runs here.
//
// 1. a binary that is already in place (or $MEDIASOUP_WORKER_BIN) and runs: done;
// 2. the cache of an earlier run: copied in place;
// 3. mediasoup's own postinstall, for its prebuilt binary only (needs github.com);
// 4. a build from the sources in the npm package against Debian's libraries.
//
// Prints the binary's path on stdout, everything else on stderr.
//
//   node mediasoup-worker.mjs [--mediasoup DIR] [--cache DIR] [--jobs N]
//                             [--no-prebuilt] [--no-apt] [--force]
//   node mediasoup-worker.mjs --check      is a working binary in place? (exit 0 or 1)
//   node mediasoup-worker.mjs --selftest   does it complete a DTLS-SRTP handshake?
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import * as crypto from 'node:crypto';
import * as dgram from 'node:dgram';
import * as dns from 'node:dns/promises';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as os from 'node:os';
import * as path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as zlib from 'node:zlib';

// Part of the cache key: raise it when what is built changes.
const RECIPE = 1;

// Debian's packages ('openssl' is for the self-test).
const APT_PACKAGES = [
  'g++',
  'make',
  'pkg-config',
  'libssl-dev',
  'libuv1-dev',
  'libsrtp2-dev',
  'libusrsctp-dev',
  'libabsl-dev',
  'libflatbuffers-dev',
  'flatbuffers-compiler',
  'openssl',
];

// mediasoup is written for libsrtp 3 (protect/unprotect from one buffer to another,
// size_t lengths); Debian has libsrtp 2 (in place, int lengths).
const SRTP_SHIM = `// The libsrtp 3 calls that mediasoup makes, on top of libsrtp 2.
#ifndef MSW_SRTP3_ON_SRTP2_H
#define MSW_SRTP3_ON_SRTP2_H
#include <srtp2/srtp.h>
#ifdef __cplusplus
#include <cstddef>
#include <cstdint>
#include <cstring>

// Status codes that libsrtp 2 does not have (28 and 29 fit in the enum's 5 bits).
constexpr srtp_err_status_t srtp_err_status_buffer_small = static_cast<srtp_err_status_t>(28);
constexpr srtp_err_status_t srtp_err_status_cryptex_err  = static_cast<srtp_err_status_t>(29);

inline srtp_err_status_t srtp_protect(srtp_t ctx, const uint8_t* rtp, size_t rtp_len, uint8_t* srtp, size_t* srtp_len, size_t /*mki_index*/)
{
	if (*srtp_len < rtp_len + SRTP_MAX_TRAILER_LEN) { return srtp_err_status_buffer_small; }
	if (srtp != rtp) { std::memmove(srtp, rtp, rtp_len); }
	int len = static_cast<int>(rtp_len);
	const srtp_err_status_t err = srtp_protect(ctx, static_cast<void*>(srtp), &len);
	if (err == srtp_err_status_ok) { *srtp_len = static_cast<size_t>(len); }
	return err;
}

inline srtp_err_status_t srtp_protect_rtcp(srtp_t ctx, const uint8_t* rtcp, size_t rtcp_len, uint8_t* srtcp, size_t* srtcp_len, size_t /*mki_index*/)
{
	if (*srtcp_len < rtcp_len + SRTP_MAX_TRAILER_LEN + 4) { return srtp_err_status_buffer_small; }
	if (srtcp != rtcp) { std::memmove(srtcp, rtcp, rtcp_len); }
	int len = static_cast<int>(rtcp_len);
	const srtp_err_status_t err = srtp_protect_rtcp(ctx, static_cast<void*>(srtcp), &len);
	if (err == srtp_err_status_ok) { *srtcp_len = static_cast<size_t>(len); }
	return err;
}

inline srtp_err_status_t srtp_unprotect(srtp_t ctx, const uint8_t* srtp, size_t srtp_len, uint8_t* rtp, size_t* rtp_len)
{
	if (*rtp_len < srtp_len) { return srtp_err_status_buffer_small; }
	if (srtp != rtp) { std::memmove(rtp, srtp, srtp_len); }
	int len = static_cast<int>(srtp_len);
	const srtp_err_status_t err = srtp_unprotect(ctx, static_cast<void*>(rtp), &len);
	if (err == srtp_err_status_ok) { *rtp_len = static_cast<size_t>(len); }
	return err;
}

inline srtp_err_status_t srtp_unprotect_rtcp(srtp_t ctx, const uint8_t* srtcp, size_t srtcp_len, uint8_t* rtcp, size_t* rtcp_len)
{
	if (*rtcp_len < srtcp_len) { return srtp_err_status_buffer_small; }
	if (srtcp != rtcp) { std::memmove(rtcp, srtcp, srtcp_len); }
	int len = static_cast<int>(srtcp_len);
	const srtp_err_status_t err = srtp_unprotect_rtcp(ctx, static_cast<void*>(rtcp), &len);
	if (err == srtp_err_status_ok) { *rtcp_len = static_cast<size_t>(len); }
	return err;
}

inline srtp_err_status_t srtp_stream_remove(srtp_t ctx, uint32_t ssrc)
{
	return srtp_remove_stream(ctx, ssrc);
}
#endif
#endif
`;

// Changes to a copy of mediasoup's sources: [file, from, to], once each.
const PATCHES = [
  [
    // This BIO callback answers every BIO_ctrl() with 1. Debian's OpenSSL is built
    // with KTLS (the one that mediasoup brings is not) and so takes the BIO for
    // one whose records the kernel writes, allocates no write buffer, and crashes
    // at the first DTLS flight that the worker sends.
    'src/RTC/DtlsTransport.cpp',
    '(operationType == BIO_CB_RETURN) ? static_cast<long>(ret) : 1',
    '((operationType & BIO_CB_RETURN) != 0) ? static_cast<long>(ret) : 1',
  ],
];

// Precompiled: halves the build's time.
const PCH = `#include "common.hpp"
#include "FBS/message.h"
#include <absl/container/flat_hash_map.h>
#include <absl/container/flat_hash_set.h>
#include <flatbuffers/flatbuffers.h>
#include <uv.h>
#include <algorithm>
#include <iomanip>
#include <map>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <vector>
`;

const argv = process.argv.slice(2);
const flag = (name) => argv.includes(name);
const value = (name, fallback) => {
  const i = argv.indexOf(name);

  return i >= 0 ? argv[i + 1] : fallback;
};
const log = (...args) => console.error('[mediasoup-worker]', ...args);
const t0 = Date.now();

async function main() {
  const pkgDir = findMediasoup();

  if (flag('--selftest')) {
    return selftest(pkgDir);
  }

  const { version } = JSON.parse(fs.readFileSync(path.join(pkgDir, 'package.json'), 'utf8'));
  const target = path.join(pkgDir, 'worker/out/Release/mediasoup-worker');
  const cacheRoot =
    value('--cache') ||
    process.env.MEDIASOUP_WORKER_CACHE ||
    path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'mediasoup-worker');
  const cacheDir = path.join(cacheRoot, `${version}-${os.platform()}-${os.arch()}-r${RECIPE}`);
  const cached = path.join(cacheDir, 'mediasoup-worker');

  if (process.env.MEDIASOUP_WORKER_BIN) {
    if (!runs(process.env.MEDIASOUP_WORKER_BIN)) {
      throw new Error(`MEDIASOUP_WORKER_BIN=${process.env.MEDIASOUP_WORKER_BIN} does not run`);
    }

    return done(process.env.MEDIASOUP_WORKER_BIN, 'MEDIASOUP_WORKER_BIN');
  }

  if (!flag('--force')) {
    if (runs(target)) {
      return done(target, 'already in place');
    }

    if (flag('--check')) {
      throw new Error(`no working binary at ${target}`);
    }

    // A cached binary may only lack the libraries of a machine's first setup.
    if (fs.existsSync(cached) && (runs(cached) || (aptInstall(), runs(cached)))) {
      install(cached, target);

      return done(target, `from the cache ${cacheDir}`);
    }

    if (!flag('--no-prebuilt') && (await prebuilt(pkgDir, target))) {
      install(target, cached);

      return done(target, 'prebuilt by mediasoup');
    }
  }

  aptInstall();
  await withLock(cacheDir, async () => {
    if (flag('--force') || !runs(cached)) {
      await build(path.join(pkgDir, 'worker'), cacheDir, cached);
    }
  });
  install(cached, target);
  done(target, 'built here');
}

function done(bin, how) {
  log(`${how} (${((Date.now() - t0) / 1000).toFixed(1)} s)`);
  console.log(bin);
}

function findMediasoup() {
  if (value('--mediasoup')) {
    return path.resolve(value('--mediasoup'));
  }

  const require = createRequire(path.join(process.cwd(), 'x.js'));

  return path.resolve(path.dirname(require.resolve('mediasoup')), '../..');
}

// Started without its version in the environment, the worker exits with 41
// (the check that mediasoup's own postinstall does).
function runs(bin) {
  return fs.existsSync(bin) && spawnSync(bin, { env: {}, stdio: 'ignore', timeout: 10_000 }).status === 41;
}

function install(from, to) {
  fs.mkdirSync(path.dirname(to), { recursive: true });

  const temporary = `${to}.${process.pid}.tmp`;

  fs.copyFileSync(from, temporary);
  fs.chmodSync(temporary, 0o755);
  fs.renameSync(temporary, to);
}

// mediasoup's postinstall, with a PYTHON that fails at once, so that it does not
// go on to a build that downloads from PyPI, GitHub and wrapdb.
async function prebuilt(pkgDir, target) {
  const base = process.env.MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL;

  try {
    await dns.lookup(base ? new URL(base).hostname : 'github.com');
  } catch (error) {
    log(`no prebuilt binary: ${error.message}`);

    return false;
  }

  const { status } = spawnSync(process.execPath, ['npm-scripts.mjs', 'postinstall'], {
    cwd: pkgDir,
    env: { ...process.env, PYTHON: 'false' },
    stdio: ['ignore', 2, 2],
    timeout: 60_000,
  });

  log(`mediasoup's postinstall: exit ${status}`);

  return runs(target);
}

function aptInstall() {
  const missing = APT_PACKAGES.filter(
    (name) =>
      !/ok installed/.test(
        spawnSync('dpkg-query', ['-W', '-f=${Status}', name], {
          encoding: 'utf8',
        }).stdout ?? '',
      ),
  );

  if (missing.length === 0) {
    return;
  }

  const command = `sudo apt-get install -y --no-install-recommends ${missing.join(' ')}`;

  if (!fs.existsSync('/usr/bin/apt-get')) {
    throw new Error(
      'there is no media worker for this machine: the prebuilt one could not be downloaded from github.com, ' +
        'and building one needs Debian or Ubuntu. Allow that download and run again, or set MEDIASOUP_WORKER_BIN ' +
        'to a mediasoup-worker of the same version.',
    );
  }

  if (flag('--no-apt')) {
    throw new Error(`missing Debian packages; install them with: ${command}`);
  }

  if (process.getuid?.() !== 0) {
    throw new Error(
      `building the media worker needs these packages; run this, then try again:\n  ${command}`,
    );
  }
  const apt = (...args) => {
    const rest = ['-qq', '-o', 'DPkg::Lock::Timeout=300', ...args];

    log(['apt-get', ...rest].join(' '));

    return (
      spawnSync('apt-get', rest, {
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
        stdio: ['ignore', 'ignore', 2],
      }).status === 0
    );
  };
  const args = ['install', '-y', '--no-install-recommends', '--no-upgrade', ...missing];

  // Package lists can be absent or old: update them only then.
  if (!apt(...args) && !(apt('update') && apt(...args))) {
    throw new Error(`could not install ${missing.join(' ')}`);
  }
}

async function withLock(dir, fn) {
  const lock = path.join(dir, 'lock');

  fs.mkdirSync(dir, { recursive: true });

  for (;;) {
    try {
      fs.writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') {
        throw error;
      }
    }

    try {
      const pid = Number(fs.readFileSync(lock, 'utf8'));

      process.kill(pid, 0);
      log(`waiting for process ${pid}, which builds the same`);
      await new Promise((resolve) => setTimeout(resolve, 5000));
    } catch {
      // Its process is gone.
      fs.rmSync(lock, { force: true });
    }
  }

  try {
    await fn();
  } finally {
    fs.rmSync(lock, { force: true });
  }
}

function run(cmd, args, options = {}) {
  const { status, stdout, error } = spawnSync(cmd, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 2],
    ...options,
  });

  if (error || status !== 0) {
    throw new Error(`${cmd} ${args.join(' ')}: ${error ?? `exit ${status}`}`);
  }

  return stdout.trim();
}

async function build(workerDir, cacheDir, cached) {
  const out = path.join(cacheDir, 'build');
  const jobs = value('--jobs', String(os.availableParallelism()));

  fs.mkdirSync(path.join(out, 'shim'), { recursive: true });

  // The source lists, from mediasoup's own build files.
  const list = (file, name) => {
    const text = fs.readFileSync(path.join(workerDir, file), 'utf8');
    const body = new RegExp(`^${name} = \\[([^\\]]*)\\]`, 'm').exec(text)?.[1];
    const files = [...(body ?? '').matchAll(/'([^']+)'/g)].map((m) => m[1]);

    if (files.length === 0) {
      throw new Error(`no ${name} in ${file}`);
    }

    return files.map((f) => path.join(path.dirname(file), f));
  };
  const sources = [
    ...list('meson.build', 'common_sources'),
    'src/main.cpp',
    ...list('deps/libwebrtc/meson.build', 'libwebrtc_sources'),
  ];

  const standard = /'cpp_std=([^']+)'/.exec(fs.readFileSync(path.join(workerDir, 'meson.build'), 'utf8'))[1];

  // C++ headers from the FlatBuffers schemas (arguments as in fbs/meson.build).
  const schemas = list('fbs/meson.build', 'flatbuffers_schemas');

  run(
    'flatc',
    [
      '--cpp',
      '--cpp-field-case-style',
      'lower',
      '--reflect-names',
      '--scoped-enums',
      '--filename-suffix',
      '',
      '-o',
      path.join(out, 'FBS'),
      ...schemas,
    ],
    { cwd: workerDir },
  );

  const patched = new Set();

  for (const [file, from, to] of PATCHES) {
    const parts = fs.readFileSync(path.join(workerDir, file), 'utf8').split(from);

    if (parts.length !== 2) {
      throw new Error(`${file}: not the text that is to be patched: ${from}`);
    }

    patched.add(file);
    fs.mkdirSync(path.dirname(path.join(out, 'patched', file)), {
      recursive: true,
    });
    writeIfChanged(path.join(out, 'patched', file), parts.join(to));
  }

  writeIfChanged(path.join(out, 'shim/srtp.h'), SRTP_SHIM);
  writeIfChanged(path.join(out, 'shim/pch.hpp'), PCH);

  const modules = [
    'openssl',
    'libuv',
    'libsrtp2',
    'usrsctp',
    'absl_flat_hash_map',
    'absl_flat_hash_set',
    'absl_btree',
    'absl_inlined_vector',
    'absl_strings',
    'absl_optional',
  ];
  const cflags = run('pkg-config', ['--cflags', ...modules]);
  const absl = run('pkg-config', ['--libs', '--static', ...modules.filter((m) => m.startsWith('absl_'))]);
  // Static, so that a cached binary needs little of the machine that it comes
  // to. Debian's libsrtp2 is built on NSS, which has no static library.
  const uv = path.isAbsolute(run('g++', ['-print-file-name=libuv_a.a']))
    ? '-luv_a' // Debian 12
    : '-luv';
  const staticLibs = [
    '-static-libstdc++ -static-libgcc',
    `-Wl,-Bstatic -Wl,--start-group ${absl} -lflatbuffers -lusrsctp ${uv} -lssl -lcrypto -Wl,--end-group -Wl,-Bdynamic`,
    '-lsrtp2 -ldl -lpthread -lm',
  ].join(' ');
  const sharedLibs = `${run('pkg-config', ['--libs', ...modules])} -lflatbuffers -ldl -lpthread -lm`;

  const object = (source) => `obj/${source.replace(/[/.]/g, '_')}.o`;
  const makefile = `# Generated.
W := ${workerDir}
CXX ?= g++
CXXFLAGS := -std=${standard} -O2 -pthread -w -DNDEBUG -D_FILE_OFFSET_BITS=64 \\
  -DMS_${os.endianness() === 'LE' ? 'LITTLE' : 'BIG'}_ENDIAN -DMS_EXECUTABLE -DFLATBUFFERS_LOCALE_INDEPENDENT=1
INCLUDES := -Ishim -I$W/include -I. -I$W/deps/libwebrtc -I$W/deps/libwebrtc/libwebrtc ${cflags}
OBJECTS := ${sources.map(object).join(' ')}

mediasoup-worker: $(OBJECTS)
\t$(CXX) -o $@ $^ ${staticLibs} || $(CXX) -o $@ $^ ${sharedLibs}

shim/pch.hpp.gch: shim/pch.hpp shim/srtp.h
\t$(CXX) $(CXXFLAGS) $(INCLUDES) -x c++-header $< -o $@

$(OBJECTS): shim/pch.hpp.gch
${sources
  .map(
    (source) => `
${object(source)}: ${patched.has(source) ? 'patched' : '$W'}/${source}
\t$(CXX) $(CXXFLAGS) $(INCLUDES) -include pch.hpp -c $< -o $@`,
  )
  .join('\n')}
`;

  fs.mkdirSync(path.join(out, 'obj'), { recursive: true });
  writeIfChanged(path.join(out, 'Makefile'), makefile);
  log(`compiling ${sources.length} files, ${jobs} at a time, in ${out}`);

  const compiled = () => fs.readdirSync(path.join(out, 'obj')).filter((name) => name.endsWith('.o')).length;
  const progress = setInterval(() => log(`compiled ${compiled()} of ${sources.length} files`), 15_000);
  const status = await new Promise((resolve, reject) =>
    spawn('make', ['-C', out, '--no-print-directory', '-s', '-j', jobs], {
      stdio: ['ignore', 2, 2],
    })
      .on('error', reject)
      .on('exit', resolve),
  );

  clearInterval(progress);

  if (status !== 0) {
    throw new Error(`make: exit ${status}`);
  }

  const built = path.join(out, 'mediasoup-worker');

  run('strip', [built]);

  if (!runs(built)) {
    throw new Error(`the built worker does not run: ${built}`);
  }

  const { status: passed } = spawnSync(
    process.execPath,
    [fileURLToPath(import.meta.url), '--selftest', '--mediasoup', path.dirname(workerDir)],
    {
      env: { ...process.env, MEDIASOUP_WORKER_BIN: built },
      stdio: ['ignore', 2, 2],
      timeout: 60_000,
    },
  );

  if (passed !== 0) {
    throw new Error(`the built worker fails its self-test: ${built}`);
  }

  install(built, cached);
  fs.writeFileSync(
    path.join(cacheDir, 'INFO'),
    `${run('sha256sum', ['mediasoup-worker'], { cwd: cacheDir })}\n${run('dpkg-query', ['-W', ...APT_PACKAGES])}\n`,
  );
  fs.rmSync(out, { recursive: true });
}

// A DTLS-SRTP handshake without a browser: an ICE check by hand, then
// `openssl s_client` through a UDP relay. Takes about half a second.
async function selftest(pkgDir) {
  const mediasoup = await import(pathToFileURL(path.join(pkgDir, 'node/lib/index.js')));
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'mediasoup-selftest-'));
  const [key, cert] = [path.join(dir, 'key'), path.join(dir, 'cert')];
  let client;
  let openssl;
  const finish = (error) => {
    openssl?.kill();
    fs.rmSync(dir, { recursive: true, force: true });
    log(
      error
        ? `self-test failed: ${error}`
        : `self-test ok: mediasoup ${mediasoup.version}, ${mediasoup.workerBin}`,
    );
    process.exit(error ? 1 : 0);
  };

  setTimeout(() => finish('no DTLS connection in 15 s'), 15_000);
  execFileSync(
    'openssl',
    [
      ...'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=x'.split(' '),
      '-keyout',
      key,
      '-out',
      cert,
    ],
    { stdio: 'ignore' },
  );

  const worker = await mediasoup.createWorker({ logLevel: 'warn' });

  worker.on('died', (error) => finish(`the worker died: ${error.message}`));

  const router = await worker.createRouter();
  const transport = await router.createWebRtcTransport({
    listenInfos: [{ protocol: 'udp', ip: '127.0.0.1' }],
    enableSctp: true,
  });
  const { port } = transport.iceCandidates[0];
  const sfu = dgram.createSocket('udp4');
  const relay = dgram.createSocket('udp4');

  // First byte 0-3: STUN, 20-63: DTLS (RFC 7983).
  sfu.on('message', (m) => m[0] >= 20 && client && relay.send(m, client.port));
  relay.on('message', (m, from) => {
    client = from;
    sfu.send(m, port, '127.0.0.1');
  });
  transport.on('dtlsstatechange', (state) => {
    if (state === 'connected') {
      finish();
    } else if (state !== 'connecting') {
      finish(`DTLS ${state}`);
    }
  });

  // The worker takes the DTLS server's part, as with browsers.
  await transport.connect({
    dtlsParameters: {
      role: 'client',
      fingerprints: [
        {
          algorithm: 'sha-256',
          value: new crypto.X509Certificate(fs.readFileSync(cert)).fingerprint256,
        },
      ],
    },
  });
  await new Promise((resolve) => relay.bind(0, '127.0.0.1', resolve));
  await new Promise((resolve) => sfu.bind(0, '127.0.0.1', resolve));
  sfu.send(stunBinding(transport.iceParameters), port, '127.0.0.1');
  await new Promise((resolve) => sfu.once('message', resolve));
  openssl = spawn(
    'openssl',
    [
      's_client',
      '-dtls1_2',
      '-connect',
      `127.0.0.1:${relay.address().port}`,
      '-cert',
      cert,
      '-key',
      key,
      '-use_srtp',
      'SRTP_AEAD_AES_256_GCM',
    ],
    { stdio: ['pipe', 'ignore', 'ignore'] },
  ).on('error', (error) => finish(error.message));
}

function stunBinding({ usernameFragment, password }) {
  const id = crypto.randomBytes(12);
  const attribute = (type, value) => {
    const head = Buffer.alloc(4);

    head.writeUInt16BE(type);
    head.writeUInt16BE(value.length, 2);

    return Buffer.concat([head, value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
  };
  const message = (attributes, lengthToCome) => {
    const body = Buffer.concat(attributes);
    const head = Buffer.alloc(8);

    head.writeUInt16BE(1);
    head.writeUInt16BE(body.length + lengthToCome, 2);
    head.writeUInt32BE(0x2112a442, 4);

    return Buffer.concat([head, id, body]);
  };
  const attributes = [
    attribute(0x0006, Buffer.from(`${usernameFragment}:client`)),
    attribute(0x802a, crypto.randomBytes(8)), // ICE-CONTROLLING
    attribute(0x0025, Buffer.alloc(0)), // USE-CANDIDATE
    attribute(0x0024, Buffer.from([0x6e, 0, 1, 255])), // PRIORITY
  ];

  // MESSAGE-INTEGRITY, FINGERPRINT
  attributes.push(
    attribute(0x0008, crypto.createHmac('sha1', password).update(message(attributes, 24)).digest()),
  );

  const fingerprint = Buffer.alloc(4);

  fingerprint.writeUInt32BE((zlib.crc32(message(attributes, 8)) ^ 0x5354554e) >>> 0);

  return message([...attributes, attribute(0x8028, fingerprint)], 0);
}

function writeIfChanged(file, text) {
  if (!fs.existsSync(file) || fs.readFileSync(file, 'utf8') !== text) {
    fs.writeFileSync(file, text);
  }
}

main().catch((error) => {
  log(`failed: ${error.message}`);
  process.exit(1);
});
