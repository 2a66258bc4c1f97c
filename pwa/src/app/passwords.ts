/** What the server takes as a password, in characters. */
export const PASSWORD_LEAST = 10;
export const PASSWORD_MOST = 128;
