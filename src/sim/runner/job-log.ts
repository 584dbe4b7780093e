import { setTimeout as delay } from 'node:timers/promises';
import type { Progress, StepConclusion, StepReport } from './protocol.ts';

const uploadMs = 100;
const largestLog = 1024 * 1024;
const hidden = '***';

/** The log and the steps of a job, uploaded while it runs. Masks secrets; stops when the log is too long. */
export class JobLog {
  readonly #upload: (progress: Progress) => Promise<boolean>;
  readonly #masks = new Set<string>();
  readonly #steps: StepReport[] = [];
  #text = '';
  #summary = '';
  #size = 0;
  #timer: NodeJS.Timeout | undefined;
  #uploading: Promise<unknown> = Promise.resolve();

  /** `upload` tells whether it arrived, and must not reject. */
  constructor(upload: (progress: Progress) => Promise<boolean>) {
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
    this.#timer ??= setTimeout(() => void this.#send(), uploadMs);
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

  /** Uploads what has gathered, again and again until it has arrived or so many milliseconds have passed. */
  async flush(retryMs: number): Promise<void> {
    const deadline = Date.now() + retryMs;
    while (!(await this.#send()) && Date.now() < deadline) await delay(uploadMs);
  }

  /** One upload after the other; what did not arrive goes with the next one. */
  async #send(): Promise<boolean> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const sending = this.#uploading.then(async () => this.#uploadAll());
    this.#uploading = sending;
    return sending;
  }

  async #uploadAll(): Promise<boolean> {
    const progress = { steps: [...this.#steps], log: this.#text, summary: this.#summary };
    this.#text = '';
    this.#summary = '';
    const arrived = await this.#upload(progress);
    if (arrived) return true;
    this.#text = progress.log + this.#text;
    this.#summary = progress.summary + this.#summary;
    return false;
  }
}

const shown = new Set(['error', 'warning', 'notice', 'debug', 'group', 'endgroup']);
