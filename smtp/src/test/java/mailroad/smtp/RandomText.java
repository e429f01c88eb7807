package mailroad.smtp;

import java.util.Random;

/** Text that tests are fed with, from a seed. */
public final class RandomText {
  private RandomText() {}

  /** Up to so many characters, most of them ASCII, controls and pairs of surrogates among them. */
  public static String of(Random random, int charsMax) {
    StringBuilder out = new StringBuilder();
    int chars = random.nextInt(charsMax + 1);
    for (int i = 0; i < chars; i++) {
      switch (random.nextInt(10)) {
        case 0 -> out.append((char) random.nextInt(32));
        case 1 -> out.append((char) (160 + random.nextInt(0x1000)));
        case 2 -> out.appendCodePoint(0x1F600 + random.nextInt(64));
        default -> out.append((char) (32 + random.nextInt(96)));
      }
    }
    return out.toString();
  }
}
