import { execFileSync } from 'node:child_process';

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { parseFacts } from '../../src/guest/facts.ts';
import { parseCollected } from '../../src/guest/logs.ts';
import { quoteForShell } from '../../src/guest/quote.ts';
import { classifyRunnerEnd } from '../../src/guest/runner-end.ts';
import { deliveryScript, scriptCommand } from '../../src/guest/scripts.ts';
import { parseStartReply, startMessage } from '../../src/guest/start.ts';
import { Secret } from '../../src/secret.ts';

const shellText = fc.string({ unit: fc.constantFrom(...Array.from(`'"\\$\`!\n\t *~#é√ab`)) });

it('quoting: the shell gives back every text unchanged', () => {
  fc.assert(
    fc.property(fc.array(shellText, { maxLength: 50 }), (texts) => {
      const script = `printf '%s\\0' ${[...texts, 'end'].map(quoteForShell).join(' ')}`;

      const printed = execFileSync('/bin/sh', ['-s'], { input: script, encoding: 'utf8' });

      expect(printed.split('\0')).toEqual([...texts, 'end', '']);
    }),
    { numRuns: 20 },
  );
});

it('quoting: a NUL is refused', () => {
  expect(() => quoteForShell('a\0b')).toThrow(RangeError);
});

describe('the start message', () => {
  const jitConfig = new Secret('eyJ=');

  it('holds the configuration, the variables and the end mark, a line each', () => {
    const message = startMessage({ jitConfig, session: 'auto', env: { A: '1', B: "it's" } });

    expect(message).toBe(`eyJ=\nexport A='1'\nexport B='it'\\''s'\n# end of start\n`);
  });

  it('names the hooks that are in the guest', () => {
    const hooks = { jobCompleted: 'echo over' };

    expect(startMessage({ jitConfig, session: 'auto', env: {}, hooks })).toBe(
      'eyJ=\nexport ACTIONS_RUNNER_HOOK_JOB_COMPLETED="$HOME/.sand-action/job-completed.sh"\n# end of start\n',
    );
  });

  it.each(['1A', 'A-B', '', 'A;rm', 'A\n'])('refuses %j as the name of a variable', (name) => {
    expect(() => startMessage({ jitConfig, session: 'auto', env: { [name]: '' } })).toThrow(RangeError);
  });

  it('refuses a configuration of several words without showing it', () => {
    const start = { jitConfig: new Secret('hush hush'), session: 'auto', env: {} } as const;

    expect(() => startMessage(start)).toThrow(/^a JIT configuration is one word$/u);
  });
});

describe('the reply of start-runner', () => {
  it.each([
    ['noise\nsession gui \nstarted\n', { session: 'gui', obstacle: '' }],
    ['session ssh sudo wants a password\nstarted\n', { session: 'ssh', obstacle: 'sudo wants a password' }],
    ['session ssh \n', undefined],
    ['started\n', undefined],
  ])('%j', (output, reply) => {
    expect(parseStartReply(output)).toEqual(reply);
  });
});

describe('facts', () => {
  it('are read in spite of what a start file prints, with padded MAC addresses', () => {
    const output =
      'hello\nmac 00:00:00:00:00:00\nsand-facts\nos Darwin\nuser admin\nmac EE:a7:85:9:92:39\nmac 1:2:3:4:5:6\nconsole admin\nsudo yes\nrunner /Users/admin/actions-runner\nversion 2.336.0\nsand-facts-end\n';

    expect(parseFacts(output)).toEqual({
      os: 'Darwin',
      user: 'admin',
      consoleUser: 'admin',
      macAddresses: ['ee:a7:85:09:92:39', '01:02:03:04:05:06'],
      sudo: true,
      runner: '/Users/admin/actions-runner',
      runnerStarted: false,
      runnerVersion: '2.336.0',
    });
  });

  it('are none when they were cut off', () => {
    expect(parseFacts('sand-facts\nos Darwin\n')).toBeUndefined();
  });

  it('whatever a guest prints, reading it does not fail', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parseFacts(`sand-facts\n${text}\nsand-facts-end\n`)).toBeDefined();
      }),
    );
  });
});

describe('collected logs', () => {
  it('are told apart by the token, with plain names and without control characters', () => {
    const output = 'noise\nT runner.log\none\n\u001B[31mtwo\u0007\n\nT ../../x y.log\nthree';

    expect([...parseCollected(output, 'T')]).toEqual([
      ['runner.log', 'one\ntwo\n'],
      ['.._.._x_y.log', 'three'],
    ]);
  });
});

it('commands quote their arguments and leave the home to the shell', () => {
  expect(scriptCommand('follow-log', "1; it's")).toBe(`exec "$HOME/.sand-action/follow-log" '1; it'\\''s'`);
});

it('the delivery holds every script, whatever is in it', () => {
  const script = deliveryScript(new Map([['odd', "it's\nEOF\n$(date)\n"]]));

  const printed = execFileSync('/bin/sh', ['-n'], { input: script, encoding: 'utf8' });

  expect(printed).toBe('');
  expect(script).toContain(`'it'\\''s\nEOF\n$(date)\n' >odd`);
});

describe('why a runner ended without a job', () => {
  const deprecated = 'An error occurred: Runner version v2.300.0 is deprecated and cannot receive messages.';
  const removed =
    'Failed to create a session. The runner registration has been deleted from the server, please re-configure.';

  it.each([
    [0, [], 'RUNNER_MUTE'],
    [0, ['The runner no longer exists on the server. Cleaning up local configuration.'], 'RUNNER_REJECTED'],
    [1, [], 'RUNNER_REJECTED'],
    [1, [removed], 'RUNNER_REJECTED'],
    [1, [deprecated], 'RUNNER_DEPRECATED'],
    [1, ['A session for this runner already exists.'], 'RUNNER_CONFLICT'],
    [2, [], 'RUNNER_FAILED'],
    [5, [], 'RUNNER_CONFLICT'],
    [7, [], 'RUNNER_DEPRECATED'],
    [7, [removed], 'RUNNER_DEPRECATED'],
    [127, [], 'RUNNER_FAILED'],
    [255, [], 'RUNNER_FAILED'],
  ] as const)('exit %i with %j is %s', (code, lines, expected) => {
    expect(classifyRunnerEnd({ code, lines })).toBe(expected);
  });
});
