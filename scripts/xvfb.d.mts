export declare const isNeeded: boolean;
export declare const executablePath: string | undefined;
