/** Our own small icon set: strokes on a 24-unit grid, drawn by hand for this project. */

export const ICONS = {
  home: "M4 11l8-7 8 7v9h-5v-6H9v6H4z",
  people:
    "M9 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM2 20c0-4 3-6 7-6s7 2 7 6M16 4a4 4 0 0 1 0 8M18.5 14.5c2.5.7 3.5 2.5 3.5 5.5",
  document: "M6 3h9l4 4v14H6zM14 3v5h5M9 13h7M9 17h7",
  scan: "M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M4 12h16",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c0-4 4-6 8-6s8 2 8 6",
  box: "M3 7l9-4 9 4v10l-9 4-9-4zM3 7l9 4 9-4M12 11v10",
  task: "M4 6l2 2 3-3M12 7h8M4 13l2 2 3-3M12 14h8M4 20h16",
  truck:
    "M2 6h12v10H2zM14 10h4.5l3.5 3v3h-8zM7 20a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM18 20a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
  help: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9.5 9.5a2.5 2.5 0 1 1 3.600 2.200c-.7.4-1.100 1-1.100 1.800M12 17v.1",
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5L20 20",
  back: "M15 5l-7 7 7 7",
  forward: "M9 5l7 7-7 7",
  down: "M5 9l7 7 7-7",
  close: "M6 6l12 12M18 6L6 18",
  check: "M5 12.5l4.5 4.5L19 7.5",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  pause: "M9 6v12M15 6v12",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.5 2",
  alert: "M12 4L2.5 20h19zM12 10v4.5M12 17.200v.1",
  no: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM5.700 5.700l12.600 12.600",
  recall: "M4 9h9a6 6 0 1 1 0 12H8M4 9l4-4M4 9l4 4",
  calendar: "M4 6h16v14H4zM4 10h16M8 3v5M16 3v5",
  copy: "M9 9h11v11H9zM15 9V4H4v11h5",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 14.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
  eyeOff:
    "M4 4l16 16M9.5 6c.8-.3 1.600-.5 2.5-.5 6 0 9.5 6.5 9.5 6.5a16 16 0 0 1-2.700 3.400M6 8a16 16 0 0 0-3.5 4S6 18.5 12 18.5c1.5 0 2.800-.4 4-1",
  torch: "M8 3h8v4l-2 3v11h-4V10L8 7zM8 7h8M12 13v2",
  camera: "M4 8h4l1.5-3h5L16 8h4v11H4zM12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z",
  refresh: "M20 11a8 8 0 1 0-2 6.5M20 5v6h-6",
  upload: "M12 16V5M7 9.5L12 4.5l5 5M4 20h16",
  phone: "M7 3h10v18H7zM11 18h2",
  flag: "M5 21V4h13l-2.5 4.5L18 13H5",
  trash: "M5 7h14M9 7V4h6v3M7 7l1 14h8l1-14",
  backspace: "M8 5h13v14H8l-6-7zM11 9.5l5 5M16 9.5l-5 5",
  globe:
    "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3 12h18M12 3c3 3 3.5 6 3.5 9s-.5 6-3.5 9c-3-3-3.5-6-3.5-9S9 6 12 3z",
  moon: "M20 14a8.5 8.5 0 1 1-10-10 7 7 0 0 0 10 10z",
  storage: "M4 6c0-4 16-4 16 0v12c0 4-16 4-16 0zM4 6c0 4 16 4 16 0M4 12c0 4 16 4 16 0",
  signOut: "M14 4H5v16h9M10 12h11M17 8l4 4-4 4",
  snowflake: "M12 3v18M4.200 7.5l15.600 9M19.800 7.5l-15.600 9M9.5 4.5L12 7l2.5-2.5M9.5 19.5L12 17l2.5 2.5",
  keypad: "M6 5v.1M12 5v.1M18 5v.1M6 12v.1M12 12v.1M18 12v.1M6 19v.1M12 19v.1M18 19v.1",
  circle: "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16z",
  diamond: "M12 3l9 9-9 9-9-9z",
  asterisk: "M12 4v16M5 8l14 8M19 8L5 16",
  star: "M12 2.5l2.600 6.900 6.900 2.600-6.900 2.600L12 21.5l-2.600-6.900L2.5 12l6.900-2.600z",
} as const satisfies Readonly<Record<string, string>>;

export type IconName = keyof typeof ICONS;
