package mailroad.guard.filter;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import mailroad.wire.Wire;

/**
 * A milter that writes down what it hears and answers as a test says: by the letter of the command, or 'c' where
 * nothing is said.
 */
final class FakeMilter implements FakeProgram.Script {
  private final byte[] options;
  private final Map<String, List<byte[]>> answers;
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final String unanswered;
  private final Map<String, byte[]> particular;

  /**
   * A milter.
   *
   * @param unanswered letters of commands that get no answer
   */
  FakeMilter(byte[] options, String unanswered, Map<String, List<byte[]>> answers) {
    this(options, unanswered, answers, Map.of());
  }

  /**
   * A milter.
   *
   * @param unanswered letters of commands that get no answer
   * @param particular answers to packets by what they begin with
   */
  FakeMilter(
      byte[] options,
      String unanswered,
      Map<String, List<byte[]>> answers,
      Map<String, byte[]> particular) {
    this.options = options;
    this.answers = answers;
    this.unanswered = unanswered;
    this.particular = particular;
  }

  /** One that wants to hear all and may do all. */
  static FakeMilter of(Map<String, List<byte[]>> answers) {
    return new FakeMilter(options(6, 0x1ff, 0), "", answers);
  }

  static byte[] options(int version, int actions, int protocol) {
    return packet(
        'O', new MilterPacket.Writer().number(version).number(actions).number(protocol).data());
  }

  static byte[] packet(char command, byte[] data) {
    return ByteBuffer.allocate(5 + data.length)
        .putInt(data.length + 1)
        .put((byte) command)
        .put(data)
        .array();
  }

  /** A packet whose data is a text; {@code |} stands for NUL. */
  static byte[] packet(char command, String text) {
    return packet(command, text.replace('|', '\0').getBytes(StandardCharsets.ISO_8859_1));
  }

  /** What was heard, a packet a line; NUL shown as {@code |}, other controls as their number. */
  List<String> heard() {
    return heard;
  }

  @Override
  public void run(Wire wire, int connection) throws IOException {
    while (true) {
      int length = ByteBuffer.wrap(wire.readExactly(4, FakeProgram.PATIENCE)).getInt();
      byte[] packet = wire.readExactly(length, FakeProgram.PATIENCE);
      heard.add(shown(packet));
      char command = (char) packet[0];
      if (command == 'Q') {
        return;
      }
      if (command == 'O') {
        wire.write(options);
      } else if ("DAK".indexOf(command) < 0 && unanswered.indexOf(command) < 0) {
        for (byte[] answer : answers(command, shown(packet))) {
          wire.write(answer);
        }
      }
      wire.flush();
    }
  }

  private List<byte[]> answers(char command, String packet) {
    return particular.keySet().stream()
        .filter(packet::startsWith)
        .findFirst()
        .map(start -> List.of(particular.get(start)))
        .orElseGet(
            () -> answers.getOrDefault(String.valueOf(command), List.of(packet('c', new byte[0]))));
  }

  private static String shown(byte[] packet) {
    StringBuilder out = new StringBuilder();
    for (byte octet : packet) {
      if (octet == 0) {
        out.append('|');
      } else if (octet >= ' ' && octet < 127) {
        out.append((char) octet);
      } else {
        out.append('\\').append(octet & 0xff).append(' ');
      }
    }
    return out.toString();
  }
}
