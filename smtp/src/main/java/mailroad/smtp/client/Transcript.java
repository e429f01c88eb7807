package mailroad.smtp.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Keeps what was said: all of the opening and of the latest transaction, as far as it fits. Where it
 * does not, the middle is left out: how a talk ended says more than how it went on.
 */
final class Transcript {
  private static final int LINE_CHARS_MAX = 500;

  private final int linesMax;
  private final List<String> opening = new ArrayList<>();
  private final List<String> head = new ArrayList<>();
  private final Deque<String> tail = new ArrayDeque<>();
  private boolean opened;
  private int leftOut;

  Transcript(int linesMax) {
    this.linesMax = linesMax;
  }

  /** The opening ends here, or one transaction, and another begins. */
  void begin() {
    opened = true;
    head.clear();
    tail.clear();
    leftOut = 0;
  }

  void said(String line) {
    add("C: " + line);
  }

  void heard(String line) {
    add("S: " + line);
  }

  private void add(String line) {
    String cut = line.length() <= LINE_CHARS_MAX ? line : line.substring(0, LINE_CHARS_MAX) + "...";
    if (!opened) {
      if (opening.size() < linesMax / 2) {
        opening.add(cut);
      }
    } else if (head.size() < linesMax / 4) {
      head.add(cut);
    } else {
      tail.add(cut);
      if (tail.size() > linesMax / 4) {
        tail.remove();
        leftOut++;
      }
    }
  }

  List<String> lines() {
    List<String> all = new ArrayList<>(opening);
    all.addAll(head);
    if (leftOut > 0) {
      all.add("... %d lines left out".formatted(leftOut));
    }
    all.addAll(tail);
    return List.copyOf(all);
  }
}
