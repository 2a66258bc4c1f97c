/** The code of a place, as its label says it. The server refuses what could not be printed. */

const CODE = /^[0-9A-Z](?:[0-9A-Z-]{0,22}[0-9A-Z])?$/;

/** In capitals: a label knows no others. */
export const placeCode = (typed: string): string => typed.trim().toUpperCase();

export const fitsALabel = (typed: string): boolean => CODE.test(placeCode(typed));
