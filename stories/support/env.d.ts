/** What Vite gives to the stories. */
interface ImportMeta {
  readonly env: Readonly<Record<`STORYBOOK_${string}`, string | undefined>>;
}

declare module '*?raw' {
  const text: string;
  export default text;
}
