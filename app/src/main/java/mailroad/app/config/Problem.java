package mailroad.app.config;

/**
 * Something wrong in a configuration file.
 *
 * @param line from 1; 0 where no line is to blame
 * @param column from 1
 * @param text what is wrong and what to do instead
 */
public record Problem(int line, int column, String text) implements Comparable<Problem> {
  @Override
  public int compareTo(Problem other) {
    int byLine = Integer.compare(line, other.line);
    return byLine != 0 ? byLine : Integer.compare(column, other.column);
  }

  /** As compilers say it: {@code 12:3: text}. */
  @Override
  public String toString() {
    return line == 0 ? text : line + ":" + column + ": " + text;
  }
}
