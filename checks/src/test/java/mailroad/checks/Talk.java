package mailroad.checks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Lines there and back; a reply of several lines is heard to its end. */
record Talk(Socket socket, BufferedReader in) {
  Talk(Socket socket) throws IOException {
    this(
        socket,
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)));
  }

  String say(String line) throws IOException {
    socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    String reply = hear();
    while (reply.matches("\\d{3}-.*")) {
      reply = hear();
    }
    return reply;
  }

  String hear() throws IOException {
    String line = in.readLine();
    if (line == null) {
      throw new IOException("cut");
    }
    return line;
  }
}
