import type { Random } from './random.js';

/** A name as a hurried person writes it: two letters swapped, one dropped, or one twice. Never the name itself. */
export function typo(name: string, random: Random): string {
  const letters = [...name];
  const places = letters.flatMap((letter, at) => (/[a-zA-Z]/.test(letter) ? [at] : []));
  const at = random.pick(places.filter((place) => place > 0)) ?? 0;
  const [before, letter, after] = [letters.slice(0, at), letters[at] ?? 'x', letters.slice(at + 1)];
  const next = after[0];
  const swapped = next !== undefined && next !== letter && /[a-zA-Z]/.test(next);
  const all = [
    [...before, letter, letter, ...after],
    ...(letters.length > 3 ? [[...before, ...after]] : []),
    ...(swapped ? [[...before, next, letter, ...after.slice(1)]] : []),
  ].map((one) => one.join(''));
  return random.pick(all.filter((one) => one !== name)) ?? `${name}${letter}`;
}

/** A key whose case a person got wrong, or a misspelt one. */
export function keyTypo(key: string, random: Random): string {
  const turned = key.toLowerCase();
  return turned !== key && random.fraction() < 0.3 ? turned : typo(key, random);
}
