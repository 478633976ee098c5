export declare const executablePath: string | undefined;
export declare const launchOptions: {
  channel: string;
  executablePath?: string;
  firefoxUserPrefs: Record<string, string | number | boolean>;
};
