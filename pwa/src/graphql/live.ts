/**
 * Live nudges over graphql-transport-ws. The library is loaded with the first subscription, not with the shell.
 * The server closes an expired socket with 4403, which is retried with a fresh token (4401 would be fatal).
 */
import type { Client } from "graphql-ws";
import type { Credentials } from "./client";
import type { Document } from "./document";
import { isAnswerTo } from "./client";

const FORBIDDEN = 4403;
const WAIT_MS_MAX = 30_000;

export interface Live {
  /** Calls `onData` for each message until the returned function is called. Lost connections are made again. */
  subscribe<Data, Variables extends object>(
    document: Document<Data, Variables>,
    variables: Variables,
    onData: (data: Data) => void,
  ): () => void;
  close(): void;
}

export function live(credentials: Credentials, address: string = socketAddress()): Live {
  let client: Promise<Client> | null = null;
  const connected = (): Promise<Client> => {
    client ??= connect(credentials, address);
    return client;
  };
  return {
    subscribe(document, variables, onData) {
      let stop: (() => void) | null = null;
      let stopped = false;
      void connected().then((open) => {
        if (stopped) return;
        stop = open.subscribe<unknown>(
          {
            query: document.text,
            operationName: document.name,
            variables: Object.fromEntries(Object.entries(variables)),
          },
          {
            next: (message) => {
              if (isAnswerTo(document, message)) onData(message.data);
            },
            error: () => undefined, // A nudge that cannot come is no failure: pages still ask on their own.
            complete: () => undefined,
          },
        );
      });
      return () => {
        stopped = true;
        stop?.();
      };
    },
    close() {
      void client?.then((open) => open.dispose());
      client = null;
    },
  };
}

async function connect(credentials: Credentials, address: string): Promise<Client> {
  const { createClient } = await import("graphql-ws");
  let expired = false;
  return createClient({
    url: address,
    lazy: true,
    keepAlive: 25_000,
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    retryWait: (attempt) =>
      new Promise((resolve) => {
        setTimeout(resolve, Math.random() * Math.min(WAIT_MS_MAX, 500 * 2 ** attempt));
      }),
    connectionParams: async () => {
      const token = expired ? await credentials.refresh() : await credentials.token();
      expired = false;
      return token === null ? {} : { accessToken: token };
    },
    on: {
      closed: (event) => {
        if (event instanceof CloseEvent && event.code === FORBIDDEN) expired = true;
      },
    },
  });
}

function socketAddress(): string {
  return `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/graphql`;
}
