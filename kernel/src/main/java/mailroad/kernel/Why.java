package mailroad.kernel;

import java.util.List;

/**
 * A finding and what it rests on: the tree that {@code explain} prints before the fact and {@code trace}
 * after it.
 *
 * @param finding one sentence, such as {@code mx2.b.example is passed over: it is this server}
 * @param source the configuration line or DNS record that decided, such as {@code mailroad.toml:12
 *     routing.smarthost} or {@code b.example. 300 IN MX 10 mx.b.example.}; empty where the parts say it
 * @param because what led to it, in the order in which it was considered
 */
public record Why(String finding, String source, List<Why> because) {
  /** A finding with its source and what led to it. */
  public Why {
    because = List.copyOf(because);
  }

  /** A finding that rests on other findings. */
  public Why(String finding, List<Why> because) {
    this(finding, "", because);
  }

  /** A finding that rests on a record or a configuration line. */
  public Why(String finding, String source) {
    this(finding, source, List.of());
  }

  /** A finding that speaks for itself. */
  public Why(String finding) {
    this(finding, "", List.of());
  }

  /** The tree, a finding a line, two spaces deeper for each level; text from outside made visible. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    print(out, 0);
    return out.toString();
  }

  private void print(StringBuilder out, int depth) {
    out.repeat("  ", depth).append(Text.visible(finding));
    if (!source.isEmpty()) {
      out.append("  [").append(Text.visible(source)).append(']');
    }
    out.append('\n');
    because.forEach(why -> why.print(out, depth + 1));
  }
}
