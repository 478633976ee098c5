import { createServer } from 'node:http';
import { TextEncoder } from 'node:util';
import { Server } from 'socket.io';

/**
 * What an app writes on bare socket.io: each message of a room is one emit to the room, its content a `Uint8Array` as
 * the caller gave it (or text, with `BARE_TEXT=1`). Same fields and same content bytes as a push of ours.
 */
const text = process.env.BARE_TEXT === '1';
const http = createServer();
const io = new Server(http, { transports: ['websocket'], serveClient: false, perMessageDeflate: false });
const encoder = new TextEncoder();
let seq = 0;

io.of('/hummer').on('connection', (socket) => {
  socket.on('join', ({ data }, ack) => {
    socket.join(data.roomId);
    ack('success', {});
  });
  socket.on('publish', ({ data }, ack) => {
    seq++;
    io.of('/hummer')
      .to(data.roomId)
      .emit('RoomMessage', {
        data: {
          region: 'cn',
          roomId: data.roomId,
          epoch: '0123456789abcdef',
          seq,
          prevSeq: seq - 1,
          event: 'room:message',
          data: {
            clientMsgId: data.clientMsgId,
            type: data.type,
            content: text ? data.content : encoder.encode(data.content),
            fromUid: 'publisher',
            messageId: data.clientMsgId,
          },
          ts: Date.now(),
        },
      });
    ack('success', { seq });
  });
});

http.listen(0, '127.0.0.1', () => process.send({ port: http.address().port }));
process.on('message', (message) => {
  if (message === 'cpu') process.send({ cpu: process.cpuUsage() });
});
process.on('disconnect', () => process.exit());
