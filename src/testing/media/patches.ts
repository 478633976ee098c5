/** Replaced properties of global objects, put back in the opposite order. */
export class Patches {
  readonly #undo: (() => void)[] = [];

  set(target: object, name: string, descriptor: PropertyDescriptor): void {
    const before = Object.getOwnPropertyDescriptor(target, name);
    Object.defineProperty(target, name, { configurable: true, enumerable: true, ...descriptor });
    this.#undo.push(() => {
      if (before) Object.defineProperty(target, name, before);
      else Reflect.deleteProperty(target, name);
    });
  }

  value(target: object, name: string, value: unknown): void {
    this.set(target, name, { value, writable: true });
  }

  undo(): void {
    for (const undo of this.#undo.splice(0).reverse()) undo();
  }
}
