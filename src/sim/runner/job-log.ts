import type { Progress, StepConclusion, StepReport } from './protocol.ts';

const uploadMs = 100;
const largestLog = 1024 * 1024;
const hidden = '***';

/** The log and the steps of a job, uploaded while it runs. Masks secrets; stops when the log is too long. */
export class JobLog {
  readonly #upload: (progress: Progress) => Promise<void>;
  readonly #masks = new Set<string>();
  readonly #steps: StepReport[] = [];
  #text = '';
  #summary = '';
  #size = 0;
  #timer: NodeJS.Timeout | undefined;
  #uploading: Promise<void> = Promise.resolve();

  /** `upload` must not reject. */
  constructor(upload: (progress: Progress) => Promise<void>) {
    this.#upload = upload;
  }

  /** Hides a text from here on. */
  mask(secret: string): void {
    for (const line of secret.split('\n')) if (line.trim() !== '') this.#masks.add(line);
  }

  /** Adds a line of ours. */
  line(text: string): void {
    let clean = text;
    for (const mask of this.#masks) clean = clean.replaceAll(mask, hidden);
    if (this.#size > largestLog) return;
    this.#size += clean.length + 1;
    this.#text += `${clean}\n`;
    this.#timer ??= setTimeout(() => void this.flush(), uploadMs);
  }

  /** Adds a line of a step; workflow commands in it become what GitHub shows (reference §6.1). */
  output(text: string): void {
    const [, command = '', value = ''] = /^\s*::([a-z-]+)(?: [^:]*)?::(.*)$/i.exec(text) ?? [];
    const name = command.toLowerCase();
    if (name === 'add-mask') return this.mask(value);
    this.line(shown.has(name) ? `##[${name}]${value}` : text);
  }

  summary(text: string): void {
    this.#summary += text;
  }

  /** Starts a step; returns what ends it. */
  step(name: string): (conclusion: StepConclusion) => void {
    const index = this.#steps.length;
    const report: StepReport = {
      number: index + 1,
      name,
      status: 'in_progress',
      conclusion: null,
      started_at: new Date().toISOString(),
      completed_at: null,
    };
    this.#steps.push(report);
    return (conclusion) => {
      const completed_at = new Date().toISOString();
      this.#steps[index] = { ...report, status: 'completed', conclusion, completed_at };
    };
  }

  /** Uploads what has gathered; resolves when it has arrived. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const progress = { steps: [...this.#steps], log: this.#text, summary: this.#summary };
    this.#text = '';
    this.#summary = '';
    const before = this.#uploading;
    this.#uploading = before.then(async () => this.#upload(progress));
    await this.#uploading;
  }
}

const shown = new Set(['error', 'warning', 'notice', 'debug', 'group', 'endgroup']);
