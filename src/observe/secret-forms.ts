import { Secret } from '../secret.ts';

/** Shorter pieces would be found by chance, in texts that are no secret. */
const shortestForm = 8;

/** Asked for with each line of a log. */
const known = new WeakMap<Secret, readonly Secret[]>();

/**
 * A secret, and what it looks like where it was encoded with other text around it: URL-encoded, and in Base64 of both
 * alphabets at each of the three places where a byte may begin (`x-access-token:<token>` in a header, for example).
 */
export function formsOf(secret: Secret): readonly Secret[] {
  const forms = known.get(secret) ?? makeForms(secret);
  known.set(secret, forms);
  return forms;
}

function makeForms(secret: Secret): Secret[] {
  const text = secret.reveal();
  const base64 = [0, 1, 2].map((bytesBefore) => insideBase64(Buffer.from(text), bytesBefore));
  const base64url = base64.map((each) => each.replaceAll('+', '-').replaceAll('/', '_'));
  const encoded = [encodeURIComponent(text.toWellFormed()), ...base64, ...base64url];
  const forms = new Set(encoded.filter((form) => form.length >= shortestForm && form !== text));
  return [secret, ...Array.from(forms, (form) => new Secret(form))];
}

/** The Base64 digits that depend on these bytes alone, with so many other bytes before them and any behind them. */
function insideBase64(bytes: Buffer, bytesBefore: number): string {
  const digits = Buffer.concat([Buffer.alloc(bytesBefore), bytes]).toString('base64');
  const first = Math.ceil((bytesBefore * 8) / 6);
  const end = Math.floor(((bytesBefore + bytes.length) * 8) / 6);
  return digits.slice(first, end);
}
