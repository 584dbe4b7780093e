import { withDeadline } from '../../../src/clock.ts';
import { describe, unknown, type Finding, type Probe } from './finding.ts';
import * as github from './github.ts';
import * as guest from './guest.ts';
import * as host from './host.ts';
import type { Lab } from './lab.ts';
import * as tart from './tart.ts';

/**
 * The probe of each assumption, in the order in which they are tried: what needs no VM, then stopped VMs, then those of
 * the VM whose starter was killed, then those of the shared guest. The last ones use it up.
 */
export const probes: Readonly<Record<string, Probe>> = {
  'A-22': host.lockExcludes,
  'A-25': host.changesAreTold,
  'A-18': github.conflictMeansTaken,
  'A-20': github.waitingRunsAreListed,
  'A-27': github.emptyRequestIsRefused,
  'A-28': github.scopesAreTold,
  'A-29': github.strangersAreRefused,
  'A-03': tart.configurationIsRead,
  'A-06': tart.clonesDiffer,
  'A-08': host.outlivesStarter,
  'A-24': host.pipeIsHeld,
  'A-02': tart.listIsRead,
  'A-04': guest.leaseIsRead,
  'A-05': guest.leaseFileIsOpen,
  'A-23': guest.passwordIsTaken,
  'A-26': guest.passwordIsTakenSoon,
  'A-09': guest.execIsClean,
  'A-10': guest.refusalIsTold,
  'A-11': guest.macIsShown,
  'A-12': guest.sessionIsReached,
  'A-13': guest.imageIsComplete,
  'A-14': github.configurationIsTaken,
  'A-15': github.linesAreKnown,
  'A-16': github.interruptIsObeyed,
  'A-17': github.registrationGoes,
  'A-19': github.refusedDeleteMeansBusy,
  'A-01': tart.wordsAreKnown,
  'A-07': tart.socketComesLate,
  'A-21': host.spaceReturns,
};

/** Tries the assumptions with these ids. One that could not be looked at is `unknown`, with what was in the way. */
export async function conform(
  lab: Lab,
  ids: ReadonlySet<string>,
  onFinding: (id: string, finding: Finding) => void = () => undefined,
): Promise<ReadonlyMap<string, Finding>> {
  const findings = new Map<string, Finding>();
  for (const [id, probe] of Object.entries(probes)) {
    if (!ids.has(id)) continue;
    const finding = await tried(lab, probe);
    findings.set(id, finding);
    onFinding(id, finding);
  }
  return findings;
}

async function tried(lab: Lab, probe: Probe): Promise<Finding> {
  const { pace, signal } = lab.options;
  try {
    signal.throwIfAborted();
    return await probe(lab, withDeadline(signal, pace.probeMs));
  } catch (error) {
    return unknown(describe(error));
  }
}
