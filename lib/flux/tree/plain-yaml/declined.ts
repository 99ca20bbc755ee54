/** Thrown at whatever is not surely read right here; no fault of the text. */
export class Declined extends Error {
  override name = 'Declined';
}

// One for all: it is thrown to be caught, and a stack costs time.
const DECLINED = new Declined('left to the YAML parser');

export function decline(): never {
  throw DECLINED;
}
