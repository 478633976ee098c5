/**
 * A media client written from seed 003 alone: socket.io-client and the document's events, nothing of this project. It
 * publishes nothing and takes whatever the room sends.
 */
import { io } from 'socket.io-client';

export function connectSeedClient(url) {
  const socket = io(url, { transports: ['websocket'], forceNew: true, reconnection: false });
  const consumers = [];
  const notifications = [];

  socket.on('newConsumer', ({ data }, callback) => {
    consumers.push(data);
    callback('success', { data: {} });
  });
  socket.on('newDataConsumer', (_message, callback) => {
    callback('error', { errmsg: 'I do not want to data consume', errcode: 403 });
  });
  socket.onAny((event, message) => notifications.push({ event, data: message?.data }));

  /** One event of the document; resolves with `{status, body}` exactly as the two ack arguments said. */
  const emit = (event, body) =>
    new Promise((resolve, reject) => {
      socket.timeout(10_000).emit(event, body, (error, status, answer) => {
        if (error) reject(new Error(`${event} was not answered`));
        else resolve({ status, body: answer });
      });
    });

  return {
    socket,
    consumers,
    notifications,
    emit,
    request: (event, data) => emit(event, { data }),
    close: () => socket.disconnect(),
  };
}
