const checkedActions = /* @__PURE__ */ new WeakMap<object, WeakMap<object, object>>();

/** Actions that check against declarations: one object for each pair of core's actions and declarations. */
export function checkedBy<A extends object, D extends object>(
  raw: A,
  declarations: D | undefined,
  make: (declarations: D) => A,
): A {
  if (!declarations) return raw;
  let made = checkedActions.get(raw);
  if (!made) checkedActions.set(raw, (made = new WeakMap<object, object>()));
  let actions = made.get(declarations) as A | undefined;
  if (!actions) made.set(declarations, (actions = make(declarations)));
  return actions;
}
