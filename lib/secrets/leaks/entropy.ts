/** Shannon entropy of a text in bits a character: 0 for one repeated, about 4.8 for 40 random ones of base64. */
export function entropy(text: string): number {
  const counts = new Map<number, number>();
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    counts.set(unit, (counts.get(unit) ?? 0) + 1);
  }
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/** How many different characters a text has. */
export function distinct(text: string): number {
  return new Set(text).size;
}

/** How often the kind of character changes (upper case, lower case, digit, other), from 0 to 1: words change rarely. */
export function unrest(text: string): number {
  let changes = 0;
  let previous = kindOf(text.charCodeAt(0));
  for (let index = 1; index < text.length; index++) {
    const kind = kindOf(text.charCodeAt(index));
    if (kind !== previous) changes += 1;
    previous = kind;
  }
  return changes / Math.max(1, text.length - 1);
}

function kindOf(unit: number): number {
  if (unit >= 48 && unit <= 57) return 0;
  if (unit >= 65 && unit <= 90) return 1;
  if (unit >= 97 && unit <= 122) return 2;
  return 3;
}
