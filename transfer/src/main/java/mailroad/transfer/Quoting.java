package mailroad.transfer;

/** How an mbox file keeps lines of messages that begin with {@code From } apart from those that begin a message. */
public enum Quoting {
  /** {@code >} before {@code From } alone; what had one before cannot be told any more. */
  MBOXO,
  /** One more {@code >} before any number of them and {@code From }. */
  MBOXRD,
  /** Nothing: {@code Content-Length} says where a message ends. */
  MBOXCL2;

  /** What stands in the message for a line of the file. */
  byte[] unquote(byte[] line) {
    int arrows = 0;
    while (arrows < line.length && line[arrows] == '>') {
      arrows++;
    }
    boolean quoted =
        switch (this) {
          case MBOXO -> arrows == 1;
          case MBOXRD -> arrows >= 1;
          case MBOXCL2 -> false;
        };
    return quoted && isFrom(line, arrows)
        ? java.util.Arrays.copyOfRange(line, 1, line.length)
        : line;
  }

  /** Whether {@code From } stands at this place. */
  static boolean isFrom(byte[] line, int at) {
    byte[] from = {'F', 'r', 'o', 'm', ' '};
    return line.length >= at + from.length
        && java.util.Arrays.equals(line, at, at + from.length, from, 0, from.length);
  }
}
