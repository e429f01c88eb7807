package mailroad.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each RFC that the code cites is in the index, and the index promises nothing that is not there. */
class RfcTest {
  private static final Citations MAIN = Citations.in(Sources.java("src/main/java"));
  private static final Citations TESTS = Citations.in(Sources.java("src/test/java"));
  private static final RfcIndex INDEX = RfcIndex.read();

  @Test
  void everyCitedRfcIsInTheIndex() {
    Set<Integer> known = INDEX.rows().stream().map(RfcIndex.Row::rfc).collect(Collectors.toSet());
    for (Citations citations : List.of(MAIN, TESTS)) {
      citations
          .byRfc()
          .forEach((rfc, where) ->
              assertThat(known)
                  .as(
                      "docs/rfc/index.tsv needs a row for RFC %d, which %s cites; then %s",
                      rfc, where.values(), Sources.REPAIR)
                  .contains(rfc));
    }
  }

  @Test
  void everyRowIsInOrderAndOnce() {
    List<Integer> numbers = INDEX.rows().stream().map(RfcIndex.Row::rfc).toList();
    assertThat(numbers).isSorted().doesNotHaveDuplicates();
    assertThat(INDEX.rows()).allMatch(row -> RfcIndex.STATUSES.contains(row.status()));
  }

  @Test
  void whatIsClaimedIsCitedAndTested() {
    Set<String> classes =
        Sources.java("src/test/java").stream()
            .map(file -> String.valueOf(file.getFileName()).replace(".java", ""))
            .collect(Collectors.toSet());
    for (RfcIndex.Row row : INDEX.rows()) {
      if (row.status().equals("whole") || row.status().equals("partly")) {
        assertThat(MAIN.byRfc()).as("cited in the code").containsKey(row.rfc());
        assertThat(row.tests()).as("tests of RFC " + row.rfc()).isNotEmpty();
      }
      assertThat(classes).as("tests of RFC " + row.rfc()).containsAll(row.tests());
    }
  }

  @Test
  void theCoveragePageIsTrue() {
    Sources.holds("docs/rfc/coverage.md", INDEX.page(MAIN, TESTS));
  }
}
