export declare const executablePath: string | undefined;
export declare const launchOptions: { executablePath?: string; args: string[] };
