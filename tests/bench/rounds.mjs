// Round-robin: every contender gives one sample a round, so that whatever else the machine does falls on all alike.

/** A sample takes at least this long: many ticks of any clock, several runs of anything short. */
const SAMPLE = 20;

/**
 * Prepares and warms every entrant, and then takes the samples.
 * @template {{ host: Pick<import('./hosts.mjs').Host, 'prepare' | 'sample'>, task: object }} Entrant
 * @param {Entrant[]} entrants a host may stand here several times
 * @param {number} rounds
 * @returns {Promise<(Entrant & { samples: number[] })[]>} in the same order; milliseconds a run
 */
export async function sampleInRounds(entrants, rounds) {
  const contenders = [];
  for (const entrant of entrants) {
    await entrant.host.prepare(entrant.task);
    const once = Math.min(await entrant.host.sample(1), await entrant.host.sample(1));
    const repetitions = Math.max(1, Math.ceil(SAMPLE / once));
    contenders.push({ ...entrant, repetitions, samples: /** @type {number[]} */ ([]) });
  }
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < contenders.length; i++) {
      const { host, task, samples, repetitions } = contenders[(i + round) % contenders.length]; // nobody is always first
      await host.prepare(task);
      samples.push(await host.sample(repetitions));
    }
  }
  return contenders;
}
