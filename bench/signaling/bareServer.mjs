import { createServer } from 'node:http';
import { Server } from 'socket.io';

/** What an app writes on bare socket.io to let a user ring: one emit to the user, with the same bytes as a push of ours. */
const http = createServer();
const io = new Server(http, { transports: ['websocket'], serveClient: false, perMessageDeflate: false });

io.of('/hummer').on('connection', (socket) => {
  socket.on('login', ({ data }, ack) => {
    socket.join(data.uid);
    ack('success', {});
  });
  socket.on('invite', ({ data }, ack) => {
    io.of('/hummer').to(data.to).emit('signaling:changed', { data: data.push });
    ack('success', {});
  });
});

http.listen(0, '127.0.0.1', () => process.send({ port: http.address().port }));
process.on('disconnect', () => process.exit());
