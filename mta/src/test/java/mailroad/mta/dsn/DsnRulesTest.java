package mailroad.mta.dsn;

import static org.assertj.core.api.Assertions.assertThat;

import mailroad.kernel.EmailAddress;
import mailroad.kernel.ReversePath;
import mailroad.smtp.Notify;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DsnRulesTest {
  @ParameterizedTest(name = "{0} NOTIFY={1} {2} next hop reports: {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # sender     | NOTIFY          | action    | next hop reports | told (R29, R30)
          a@a.example  |                 | FAILED    | false            | true
          a@a.example  |                 | DELAYED   | false            | true
          a@a.example  |                 | DELIVERED | false            | false
          a@a.example  |                 | RELAYED   | false            | false
          a@a.example  | NEVER           | FAILED    | false            | false
          a@a.example  | SUCCESS         | FAILED    | false            | false
          a@a.example  | SUCCESS         | DELIVERED | false            | true
          a@a.example  | SUCCESS         | RELAYED   | false            | true
          a@a.example  | SUCCESS         | RELAYED   | true             | false
          a@a.example  | SUCCESS,FAILURE | FAILED    | false            | true
          a@a.example  | DELAY           | DELAYED   | false            | true
          <>           |                 | FAILED    | false            | false
          <>           | SUCCESS         | DELIVERED | false            | false
          """)
  void tells(String sender, String notify, Action action, boolean nextHopReports, boolean told) {
    ReversePath path =
        sender.equals("<>") ? new ReversePath.Nowhere() : ReversePath.of(EmailAddress.of(sender));
    Notify asked = Notify.parse(notify == null ? "" : notify).orElseThrow();
    assertThat(DsnRules.told(path, asked, action, nextHopReports).isPresent()).isEqualTo(told);
  }
}
