export declare const executablePath: string | undefined;
