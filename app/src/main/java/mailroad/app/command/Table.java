package mailroad.app.command;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import mailroad.kernel.Text;

/** Rows under a heading, as wide as they need to be, numbers to the right; text from outside is made visible. */
final class Table {
  private final List<List<String>> rows = new ArrayList<>();
  private final BitSet texts = new BitSet();

  Table(String... heading) {
    rows.add(List.of(heading));
  }

  Table row(Object... cells) {
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      texts.set(row.size(), texts.get(row.size()) || !(cell instanceof Number));
      row.add(Text.readable(String.valueOf(cell)));
    }
    rows.add(row);
    return this;
  }

  /** The table; where it has no rows, a sentence instead. */
  String or(String nothing) {
    return rows.size() == 1 ? nothing + "\n" : toString();
  }

  @Override
  public String toString() {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder out = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        String cell = row.get(i);
        int left = widths[i] - cell.length();
        line.repeat(' ', texts.get(i) ? 0 : left).append(cell);
        line.repeat(' ', (texts.get(i) ? left : 0) + 2);
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
    return out.toString();
  }
}
