package mailroad.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.Random;
import mailroad.kernel.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Compression in the middle of a talk: RFC 4978 section 4. */
class DeflateTest {
  private Loopback net;
  private Wire server;
  private Wire client;

  @BeforeEach
  void connect() throws Exception {
    net = new Loopback();
    server = new Wire(net.world, net.server, Loopback.SECONDS);
    client = new Wire(net.world, net.client, Loopback.SECONDS);
  }

  @AfterEach
  void close() {
    net.close();
  }

  private void compress() throws IOException {
    server.compress(CompressionConfig.DEFAULT);
    client.compress(CompressionConfig.DEFAULT);
  }

  @Test
  void carriesLinesBothWaysAtOnce() throws Exception {
    compress();
    Task echo =
        net.beside(() -> {
          for (int i = 0; i < 500; i++) {
            server.write(server.readLine(100, Loopback.SECONDS).text() + " too\r\n");
            server.flush();
          }
        });
    for (int i = 0; i < 500; i++) {
      client.write("line " + i + "\r\n");
      client.flush();
      assertThat(client.readLine(100, Loopback.SECONDS).text()).isEqualTo("line " + i + " too");
    }
    net.join(echo);
  }

  @Test
  void carriesWhatCannotBeMadeSmaller() throws Exception {
    compress();
    byte[] octets = new byte[3_000_000];
    new Random(3).nextBytes(octets);
    Task sending =
        net.beside(() -> {
          client.write(octets);
          client.flush();
          client.shutdownOutput();
        });
    assertThat(server.readExactly(octets.length, Loopback.SECONDS)).isEqualTo(octets);
    assertThatThrownBy(() -> server.readLine(10, Loopback.SECONDS))
        .isInstanceOf(EOFException.class);
    net.join(sending);
  }

  /** A7: what grows out of all proportion ends the connection, long before it is large. */
  @Test
  void endsAtABomb() throws Exception {
    compress();
    Task sending =
        net.beside(() -> {
          byte[] zeros = new byte[1_000_000];
          try {
            for (int i = 0; i < 100; i++) {
              client.write(zeros);
              client.flush();
            }
          } catch (IOException e) {
            // it hung up
          }
        });
    assertThatThrownBy(() -> server.readExactly(100_000_000, Loopback.SECONDS))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("200 times");
    server.close();
    net.join(sending);
  }

  @Test
  void endsAtWhatIsNotCompressed() throws Exception {
    server.compress(CompressionConfig.DEFAULT);
    client.write("NOOP and more that is no block of DEFLATE\r\n");
    client.flush();
    assertThatThrownBy(() -> server.readLine(100, Loopback.SECONDS))
        .isInstanceOf(IOException.class);
  }

  @Test
  void takesNothingThatCameBefore() throws Exception {
    client.write("one\r\ntwo\r\n");
    client.flush();
    assertThat(server.readLine(10, Loopback.SECONDS).text()).isEqualTo("one");
    assertThatThrownBy(() -> server.compress(CompressionConfig.DEFAULT))
        .isInstanceOf(IOException.class);
  }

  @Test
  void canBeClosedByAnotherTaskAtAnyTime() throws Exception {
    compress();
    Task reading =
        net.beside(() ->
            assertThatThrownBy(() -> server.readLine(100, Loopback.SECONDS))
                .isInstanceOf(IOException.class));
    server.close();
    net.join(reading);
    assertThatThrownBy(
            () -> {
              server.write("x\r\n");
              server.flush();
            })
        .isInstanceOf(IOException.class);
    server.close();
  }
}
