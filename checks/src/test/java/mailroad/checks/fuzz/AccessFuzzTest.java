package mailroad.checks.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.imap.command.MessageUrl;
import mailroad.kernel.Network.Connection;
import mailroad.kernel.RealWorld;
import mailroad.kernel.World;
import mailroad.mailbox.MailboxName;
import mailroad.transfer.MboxReader;
import mailroad.transfer.MboxReader.Entry;
import mailroad.transfer.imap.Response;
import mailroad.transfer.imap.ResponseReader;
import mailroad.transfer.imap.Value;
import mailroad.wire.LineTooLongException;
import mailroad.wire.Wire;
import org.junit.jupiter.api.Test;

/** Files that somebody brings, servers that mail is fetched from, and URLs that clients name messages by. */
class AccessFuzzTest {
  private static final World WORLD = new RealWorld((name, e) -> {});
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int SMALL = 400;

  @Test
  void mboxes() {
    Fuzzer.fuzz("mbox", AccessFuzzTest::mbox);
  }

  /** Entries follow each other, none is larger than is allowed, and the file is read to its end. */
  static String mbox(byte[] octets) throws IOException {
    MboxReader reader = new MboxReader(new ByteArrayInputStream(octets), Optional.empty(), SMALL);
    StringBuilder shape = new StringBuilder();
    long last = -1;
    for (Optional<Entry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
      assertThat(entry.get().offset()).isGreaterThan(last).isLessThan(octets.length);
      last = entry.get().offset();
      shape.append(
          switch (entry.get()) {
            case Entry.Unfit(_, var why) -> why.replaceAll("\\d+", "n");
            case Entry.Message message -> {
              // Each of its octets came from the file, or is a CR before a LF.
              assertThat(message.content().length).isBetween(0, 2 * SMALL);
              yield "m" + message.date().isPresent() + message.flags().atoms().size();
            }
          });
    }
    return shape.toString();
  }

  @Test
  void responses() {
    Fuzzer.fuzz("response", AccessFuzzTest::response);
  }

  /** A response has no more octets than came, however it is nested; a server that talks nonsense is told apart from one that has gone. */
  static String response(byte[] octets) throws IOException {
    StringBuilder shape = new StringBuilder();
    try (Wire wire = new Wire(WORLD, new Said(octets), PATIENCE)) {
      ResponseReader reader = new ResponseReader(wire, PATIENCE, SMALL);
      while (true) {
        Response response = reader.next();
        assertThat(size(response.values())).isLessThanOrEqualTo(octets.length);
        shape.append(response.values().size()).append(',');
      }
    } catch (EOFException e) {
      return shape + "end";
    } catch (ProtocolException e) {
      return shape + e.getMessage().replaceAll("\\d+", "n");
    } catch (LineTooLongException e) {
      return shape + "long";
    }
  }

  private static long size(List<Value> values) {
    long size = 0;
    for (Value value : values) {
      size +=
          switch (value) {
            case Value.Word(var text) -> text.length();
            case Value.Octets(var some) -> some.length;
            case Value.Many(var more) -> size(more);
          };
    }
    return size;
  }

  /** A server that says something and hangs up. */
  private static final class Said implements Connection {
    private final ByteArrayInputStream octets;

    Said(byte[] octets) {
      this.octets = new ByteArrayInputStream(octets);
    }

    @Override
    public InetSocketAddress local() {
      return new InetSocketAddress(0);
    }

    @Override
    public InetSocketAddress remote() {
      return new InetSocketAddress(0);
    }

    @Override
    public int read(byte[] into, int offset, int length, Duration timeout) {
      return octets.read(into, offset, Math.min(length, 7)); // in pieces, as networks bring it
    }

    @Override
    public void write(byte[] from, int offset, int length, Duration timeout) {
      // nobody listens
    }

    @Override
    public void shutdownOutput() {
      // nobody listens
    }

    @Override
    public void close() {
      // there is nothing to close
    }
  }

  @Test
  void messageUrls() {
    Fuzzer.fuzz("url", AccessFuzzTest::messageUrl);
  }

  /** What a URL names can be named: a mailbox of a right name, and numbers that fit. */
  static String messageUrl(byte[] octets) {
    Optional<MessageUrl> url = MessageUrl.parse(new String(octets, StandardCharsets.UTF_8));
    if (url.isEmpty()) {
      return "none";
    }
    MessageUrl found = url.get();
    found
        .mailbox()
        .ifPresent(name -> assertThat(MailboxName.parse(name.toString())).contains(name));
    assertThat(found.uid()).isNotNegative();
    List<String> shape = new ArrayList<>();
    shape.add("mailbox=" + found.mailbox().isPresent());
    shape.add("validity=" + found.uidValidity().isPresent());
    shape.add("partial=" + found.partial().isPresent());
    shape.add("section=" + found.section().toString().replaceAll("\\d+", "n").length() / 40);
    return shape.toString();
  }
}
