import { SandError } from '../errors.ts';

/** Who can let jobs run on the runners of a host, as GitHub says (github-runners.md §1.4, §6). */
export interface Audience {
  /** The runner group; undefined for the runners of a repository, which have none. */
  readonly group: string | undefined;
  /** Full names (organizations, of an enterprise's group); undefined: all of the scope. */
  readonly repositories: readonly string[] | undefined;
  /** Whether repositories are among them that everybody can read, and send pull requests to. */
  readonly public: boolean;
  /** Whether a private repository lets all who can read it make a fork; undefined for groups: nobody says. */
  readonly forks: boolean | undefined;
}

/** What is said of an audience before anything is done for it. */
export interface Verdict {
  readonly refusal?: SandError;
  readonly warning?: string;
}

const forked = 'a pull request from a fork can run its code in VMs of this host';

/** Whether jobs are taken from an audience. A public one is refused unless the operator wants it (§6). */
export function judge(audience: Audience, allowPublic: boolean): Verdict {
  const where = audience.group === undefined ? 'the repository' : `the runner group "${audience.group}"`;
  if (audience.public && !allowPublic) {
    const open = audience.group === undefined ? 'is public' : 'is open to public repositories';
    return {
      refusal: new SandError('RUNNERS_PUBLIC', `No job is taken, because ${where} ${open}: ${forked}.`),
    };
  }
  if (audience.public) {
    return {
      warning: `github.allowPublic: ${forked}; let GitHub ask for an approval of workflows of all outside collaborators`,
    };
  }
  if (audience.forks !== true) return {};
  return {
    warning: `${where} may be forked by all who can read it: where "Run workflows from fork pull requests" is on, ${forked}`,
  };
}

/** For comparing two: equal texts are equal audiences. */
export function audienceText({ group, repositories, public: open, forks }: Audience): string {
  return JSON.stringify([group, repositories, open, forks]);
}
