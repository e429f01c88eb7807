package mailroad.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import mailroad.kernel.Network.Connection;
import mailroad.wire.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The store fails or is full: the client is told, and the session goes on (A20). */
class TroubleTest {
  private TestServer server;

  @BeforeEach
  void open() throws Exception {
    server = new TestServer(ImapConfig.DEFAULT);
    server.deliver("Subject: x\n\nx\n");
  }

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  @Test
  void saysSoWhenTheDiskIsFullAndGoesOn() throws Exception {
    try (Talk talk = new Talk()) {
      talk.says("a SELECT INBOX", "a OK ");
      server.store().faults().fillDisk();
      talk.says("b APPEND INBOX {5+}\r\nhello", "b NO [UNAVAILABLE] ");
      talk.says("c STORE 1 +FLAGS (\\Seen)", "c NO [UNAVAILABLE] ");
      talk.says("d CREATE x", "d NO [UNAVAILABLE] ");
      talk.says("e FETCH 1 BODY.PEEK[]", "e OK ");
      server.store().faults().freeDisk();
      talk.says("f APPEND INBOX {5+}\r\nhello", "f OK [APPENDUID ");
      talk.says("g STORE 1 +FLAGS (\\Seen)", "g OK ");
    }
  }

  @Test
  void losesNoOctetOfTheTalkWhenTheStoreFailsAmidAMessage() throws Exception {
    try (Talk talk = new Talk()) {
      server.store().faults().failWrites(1);
      talk.says("a APPEND INBOX {100000+}\r\n" + "x".repeat(100_000), "a NO [UNAVAILABLE] ");
      talk.says("b NOOP", "b OK ");
    }
  }

  /** A client that can be stopped between two commands. */
  private final class Talk implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private final Wire wire;

    Talk() throws Exception {
      Connection connection = server.world().network().connect(server.address(), TIMEOUT);
      wire = new Wire(server.world(), connection, TIMEOUT);
      says("l LOGIN joe@b.example secret00", "l OK ");
    }

    /** The client says this; the tagged reply begins so. */
    void says(String command, String reply) throws Exception {
      wire.write(command + "\r\n");
      wire.flush();
      String line = wire.readLine(10_000, TIMEOUT).text();
      while (!line.startsWith(command.substring(0, 2))) {
        line = wire.readLine(10_000, TIMEOUT).text();
      }
      assertThat(line).startsWith(reply);
    }

    @Override
    public void close() {
      wire.close();
    }
  }
}
