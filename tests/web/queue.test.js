// Who computes next: in order, only the newest of every owner, and on after a death.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Queue } from '../../web/element/queue.js';

/** Lets every promise that can go on go on. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

/**
 * A runner that answers when it is told to.
 * @typedef {{ request: string, answer: (text?: string) => void, fail: (reason: Error) => void }} Run
 */
class FakeRunner {
  dead = false;
  /** @type {Run[]} */
  runs = [];

  /** @param {string} request @returns {Promise<string>} */
  run(request) {
    return new Promise((resolve, reject) => {
      this.runs.push({ request, answer: (text = `${request}!`) => resolve(text), fail: reject });
    });
  }

  terminate() {
    this.dead = true;
    this.runs.at(-1)?.fail(new Error('terminated'));
  }
}

/** A queue, the runners that it has started, and the requests that they were given. */
function make() {
  /** @type {FakeRunner[]} */
  const runners = [];
  /** @type {Queue<string, string>} */
  const queue = new Queue(async () => {
    const runner = new FakeRunner();
    runners.push(runner);
    return runner;
  });
  const given = () => runners.map(({ runs }) => runs.map(({ request }) => request));
  /** @param {number} runner @param {number} run */
  const at = (runner, run) => runners[runner].runs[run];
  return { queue, runners, given, at };
}

const [ann, bob] = [{}, {}];

test('one at a time, in order', async () => {
  const { queue, given, at } = make();
  const answers = [queue.ask(ann, 'a'), queue.ask(bob, 'b')];
  await settled();
  assert.deepEqual(given(), [['a']]);
  at(0, 0).answer();
  await settled();
  assert.deepEqual(given(), [['a', 'b']]);
  at(0, 1).answer();
  assert.deepEqual(await Promise.all(answers), ['a!', 'b!']);
});

test('what has not begun when its owner asks again is never run', async () => {
  const { queue, given, at } = make();
  const answers = [queue.ask(ann, 'a'), queue.ask(bob, 'b1'), queue.ask(bob, 'b2'), queue.ask(bob, 'b3')];
  await settled();
  at(0, 0).answer();
  await settled();
  at(0, 1).answer();
  assert.deepEqual(await Promise.all(answers), ['a!', null, null, 'b3!']);
  assert.deepEqual(given(), [['a', 'b3']]);
});

test('while the runner starts, only the newest of every owner is kept', async () => {
  const { queue, given } = make();
  for (const request of ['a1', 'a2', 'a3']) queue.ask(ann, request);
  await settled();
  assert.deepEqual(given(), [['a3']]);
});

test('what is overtaken while it runs is let finish if that is soon, and its answer is nobody\'s', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { queue, given, runners, at } = make();
  const first = queue.ask(ann, 'a1');
  await settled();
  const second = queue.ask(ann, 'a2');
  assert.equal(await first, null, 'told at once');
  t.mock.timers.tick(99);
  await settled();
  assert.deepEqual(given(), [['a1']]);
  at(0, 0).answer();
  await settled();
  at(0, 1).answer();
  assert.equal(await second, 'a2!');
  t.mock.timers.tick(1000);
  assert.deepEqual(given(), [['a1', 'a2']]);
  assert.equal(runners[0].dead, false);
});

test('what is overtaken and takes long is ended, and the others\' requests are kept', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { queue, given, runners, at } = make();
  const first = queue.ask(ann, 'a1');
  await settled();
  const others = queue.ask(bob, 'b');
  const second = queue.ask(ann, 'a2');
  t.mock.timers.tick(100);
  await settled();
  assert.equal(runners[0].dead, true);
  assert.deepEqual(given(), [['a1'], ['b']]);
  at(0, 0).answer('too late');
  at(1, 0).answer();
  await settled();
  at(1, 1).answer();
  assert.deepEqual(await Promise.all([first, others, second]), [null, 'b!', 'a2!']);
});

test('what nobody wants any more is ended too, and nothing starts until it is needed', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { queue, given, runners } = make();
  const waiting = queue.ask(ann, 'a');
  queue.cancel(ann);
  assert.equal(await waiting, null);
  await settled();
  assert.deepEqual(given(), [[]]);
  const running = queue.ask(ann, 'a');
  await settled();
  queue.cancel(ann);
  assert.equal(await running, null);
  t.mock.timers.tick(100);
  await settled();
  assert.equal(runners[0].dead, true);
  assert.equal(runners.length, 1);
  queue.ask(ann, 'again');
  await settled();
  assert.deepEqual(given(), [['a'], ['again']]);
});

test('what has its answer is not ended when its owner asks again or leaves', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { queue, runners, at } = make();
  queue.ask(ann, 'a');
  await settled();
  at(0, 0).answer();
  await settled();
  queue.cancel(ann);
  t.mock.timers.tick(1000);
  assert.equal(runners[0].dead, false);
});

test('a runner that dies in the middle: its request rejects, the next ones go to a new one', async () => {
  const { queue, given, runners, at } = make();
  const first = queue.ask(ann, 'a1');
  const others = queue.ask(bob, 'b');
  await settled();
  runners[0].terminate();
  await assert.rejects(first, /terminated/);
  await settled();
  assert.deepEqual(given(), [['a1'], ['b']]);
  at(1, 0).answer();
  assert.equal(await others, 'b!');
  const second = queue.ask(ann, 'a2');
  await settled();
  at(1, 1).answer();
  assert.equal(await second, 'a2!');
});

test('a runner that dies while nobody asks is replaced', async () => {
  const { queue, given, runners, at } = make();
  const first = queue.ask(ann, 'a1');
  await settled();
  at(0, 0).answer();
  await first;
  runners[0].dead = true;
  queue.ask(ann, 'a2');
  await settled();
  assert.deepEqual(given(), [['a1'], ['a2']]);
});

test('a request that is refused leaves the runner at work', async () => {
  const { queue, given, at } = make();
  const first = queue.ask(ann, 'a1');
  await settled();
  at(0, 0).fail(new RangeError('too much'));
  await assert.rejects(first, /too much/);
  queue.ask(ann, 'a2');
  await settled();
  assert.deepEqual(given(), [['a1', 'a2']]);
});

test('a runner that is there gets its request at once', async () => {
  const { queue, given } = make();
  await queue.warm();
  queue.ask(ann, 'a');
  assert.deepEqual(given(), [['a']]);
});

test('a runner that does not start is told to all who wait, and tried again for the next', async () => {
  const runner = new FakeRunner();
  let tries = 0;
  /** @type {Queue<string, string>} */
  const queue = new Queue(async () => {
    if (tries++ === 0) throw new Error('no engine');
    return runner;
  });
  const warming = assert.rejects(queue.warm(), /no engine/);
  const answers = [queue.ask(ann, 'a1'), queue.ask(bob, 'b')];
  await warming;
  for (const answer of answers) await assert.rejects(answer, /no engine/);
  queue.ask(ann, 'a2');
  await settled();
  assert.equal(tries, 2);
  assert.deepEqual(runner.runs.map(({ request }) => request), ['a2']);
});

test('whatever happens, answers come in the order of the requests, none for one that was overtaken', async () => {
  const event = fc.oneof(
    fc.record({ kind: fc.constant('ask'), owner: fc.nat(2) }),
    fc.record({ kind: fc.constantFrom('cancel', 'answer', 'fail', 'die'), owner: fc.nat(2) }),
  );
  await fc.assert(fc.asyncProperty(fc.array(event, { maxLength: 40 }), async (events) => {
    const { queue, runners } = make();
    const owners = [{}, {}, {}];
    const newest = owners.map(() => 0);
    const answered = owners.map(() => 0);
    let count = 0;
    const asked = [];
    const current = () => runners.at(-1)?.runs.at(-1);
    for (const { kind, owner } of events) {
      if (kind === 'ask') {
        const number = newest[owner] = ++count;
        asked.push(queue.ask(owners[owner], String(number)).then((answer) => {
          if (answer === null) return;
          assert.equal(answer, `${number}!`);
          assert.equal(number, newest[owner], 'it was overtaken');
          assert.ok(number > answered[owner], 'it comes after a later one');
          answered[owner] = number;
        }, (reason) => assert.match(reason.message, /refused|terminated/)));
      }
      if (kind === 'cancel') {
        newest[owner] = ++count;
        queue.cancel(owners[owner]);
      }
      if (kind === 'answer') current()?.answer();
      if (kind === 'fail') current()?.fail(new Error('refused'));
      if (kind === 'die') runners.at(-1)?.terminate();
      await settled();
    }
    const done = Promise.all(asked).then(() => true);
    for (let left = 0; left <= owners.length; left++) {
      await settled();
      current()?.answer();
    }
    assert.ok(await Promise.race([done, settled().then(() => false)]), 'somebody still waits');
  }));
});
