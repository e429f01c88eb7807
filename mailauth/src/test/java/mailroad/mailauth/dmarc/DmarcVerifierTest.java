package mailroad.mailauth.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import mailroad.dns.FixedResolver;
import mailroad.dns.Resolver;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.RealWorld;
import mailroad.kernel.Why;
import mailroad.mailauth.dkim.DkimResult;
import mailroad.mailauth.dmarc.DmarcConfig.Organisation;
import mailroad.mailauth.spf.SpfResult;
import mailroad.mailauth.suffix.SuffixList;
import mailroad.mime.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cases from the text of RFC 7489, RFC 9091 and RFC 9989. */
class DmarcVerifierTest {
  private static final RealWorld WORLD = new RealWorld((_, e) -> e.printStackTrace());
  private static final SuffixList SUFFIXES = new SuffixList(SuffixList.BUNDLED);
  private static final DmarcConfig BY_SUFFIX = DmarcConfig.DEFAULT;
  private static final DmarcConfig BY_WALK = DmarcConfig.DEFAULT.with(Organisation.TREE_WALK);

  /** Names end in {@code .} there; the policies of the table's domains. */
  private static final Resolver ZONES =
      FixedResolver.of(
              """
              _dmarc.relaxed.com. 300 IN TXT "v=DMARC1; p=reject"
              _dmarc.strict.com. 300 IN TXT "v=DMARC1; p=quarantine; aspf=s; adkim=s"
              _dmarc.parted.com. 300 IN TXT "v=DMARC1;p=reject;sp=quarantine;np=none"
              there.parted.com. 300 IN A 192.0.2.1
              _dmarc.own.parted.com. 300 IN TXT "v=DMARC1; p=none"
              _dmarc.twice.com. 300 IN TXT "v=DMARC1; p=reject"
              _dmarc.twice.com. 300 IN TXT "v=DMARC1; p=none"
              _dmarc.among.com. 300 IN TXT "v=spf1 -all"
              _dmarc.among.com. 300 IN TXT "v=DMARC1; p=reject"
              _dmarc.other.com. 300 IN TXT "v=DMARC2; p=reject"
              _dmarc.late.com. 300 IN TXT "p=reject; v=DMARC1"
              _dmarc.nopolicy.com. 300 IN TXT "v=DMARC1; rua=mailto:r@nopolicy.com"
              _dmarc.useless.com. 300 IN TXT "v=DMARC1; p=nothing"
              _dmarc.badsub.com. 300 IN TXT "v=DMARC1; p=reject; sp=all; rua=mailto:r@badsub.com"
              _dmarc.odd.com. 300 IN TXT "V = DMARC1 ; P = Reject ; pct=abc; aspf=q; x; =; fo=1:d;;"
              _dmarc.never.com. 300 IN TXT "v=DMARC1; p=reject; pct=0"
              _dmarc.never2.com. 300 IN TXT "v=DMARC1; p=quarantine; pct=0"
              _dmarc.trying.com. 300 IN TXT "v=DMARC1; p=reject; t=y"
              _dmarc.co.uk. 300 IN TXT "v=DMARC1; p=reject"
              """)
          .failing("_dmarc.down.com", "no server answered");

  private static DmarcVerifier verifier(DmarcConfig config) {
    return new DmarcVerifier(WORLD, ZONES, config, SUFFIXES);
  }

  @ParameterizedTest(name = "From {0}, SPF {1}, DKIM {2}: {3}, {4}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # From            | SPF                  | DKIM                  | result    | wanted
          # RFC 7489 appendix B.1: alignment
          relaxed.com       | pass relaxed.com     |                       | pass      | reject
          relaxed.com       | pass m.relaxed.com   |                       | pass      | reject
          m.relaxed.com     | pass relaxed.com     |                       | pass      | reject
          a.relaxed.com     | pass b.relaxed.com   |                       | pass      | reject
          relaxed.com       | pass sample.net      |                       | fail      | reject
          relaxed.com       | fail relaxed.com     |                       | fail      | reject
          relaxed.com       | softfail relaxed.com |                       | fail      | reject
          relaxed.com       | none relaxed.com     | pass m.relaxed.com    | pass      | reject
          relaxed.com       |                      | pass sample.net       | fail      | reject
          relaxed.com       | pass sample.net      | pass relaxed.com      | pass      | reject
          relaxed.com       |                      | fail relaxed.com, pass relaxed.com | pass | reject
          relaxed.com       |                      | fail relaxed.com      | fail      | reject
          relaxed.com       | pass notrelaxed.com  |                       | fail      | reject
          strict.com        | pass strict.com      |                       | pass      | quarantine
          strict.com        | pass m.strict.com    | pass m.strict.com     | fail      | quarantine
          m.strict.com      | pass m.strict.com    |                       | pass      | quarantine
          # RFC 7489 section 6.6.3: the domain's own record, else that of its organisation; sp for those below
          parted.com        |                      |                       | fail      | reject
          there.parted.com  |                      |                       | fail      | quarantine
          a.there.parted.com|                      |                       | fail      | none
          gone.parted.com   |                      |                       | fail      | none
          own.parted.com    |                      |                       | fail      | none
          x.own.parted.com  |                      |                       | fail      | none
          nothing.com       | pass nothing.com     |                       | none      | none
          a.b.nothing.com   |                      |                       | none      | none
          twice.com         | pass twice.com       |                       | permerror | none
          sub.twice.com     | pass twice.com       |                       | permerror | none
          among.com         |                      |                       | fail      | reject
          other.com         |                      |                       | none      | none
          late.com          |                      |                       | none      | none
          nopolicy.com      |                      |                       | fail      | none
          useless.com       |                      |                       | permerror | none
          badsub.com        |                      |                       | fail      | none
          odd.com           | pass m.odd.com       |                       | pass      | reject
          # RFC 7489 section 6.6.2: what may pass later
          down.com          | pass down.com        |                       | temperror | none
          sub.down.com      | pass down.com        |                       | temperror | none
          relaxed.com       | temperror relaxed.com|                       | temperror | reject
          relaxed.com       | temperror relaxed.com| pass relaxed.com      | pass      | reject
          relaxed.com       | temperror sample.net |                       | fail      | reject
          relaxed.com       |                      | temperror relaxed.com | temperror | reject
          # RFC 7489 section 6.6.4: the share of messages
          never.com         |                      |                       | fail      | quarantine
          never2.com        |                      |                       | fail      | none
          never.com         | pass never.com       |                       | pass      | reject
          trying.com        |                      |                       | fail      | quarantine
          # A suffix's own record is nobody else's: RFC 7489 section 3.2
          shop.co.uk        |                      |                       | none      | none
          co.uk             |                      |                       | fail      | reject
          """)
  void judgesBySuffixes(String from, String spf, String dkim, String code, String wanted)
      throws InterruptedException {
    DmarcResult result = judged(verifier(BY_SUFFIX), "From: x@" + from + "\r\n", spf, dkim);
    assertThat(result.code() + " " + result.wanted())
        .describedAs("%s", result.why())
        .isEqualTo(code + " " + wanted);
    assertThat(result.from()).contains(new Domain(from));
  }

  private static DmarcResult judged(DmarcVerifier verifier, String header, String spf, String dkim)
      throws InterruptedException {
    Header read = Header.of((header + "\r\n").getBytes(StandardCharsets.UTF_8));
    return verifier.judge(verifier.discover(read), spf(spf), dkim(dkim));
  }

  private static SpfResult spf(String text) {
    if (text == null) {
      return new SpfResult(SpfResult.Code.NONE, "", new Why("no domain"));
    }
    String[] parts = text.split(" ");
    return new SpfResult(
        SpfResult.Code.valueOf(parts[0].toUpperCase(Locale.ROOT)), parts[1], new Why("told"));
  }

  private static List<DkimResult> dkim(String text) {
    List<DkimResult> results = new ArrayList<>();
    for (String one : text == null ? new String[0] : text.split(", ")) {
      String[] parts = one.split(" ");
      results.add(
          DkimResult.of(
              DkimResult.Code.valueOf(parts[0].toUpperCase(Locale.ROOT)),
              Optional.of(new Domain(parts[1])),
              new Why("told")));
    }
    return results;
  }

  @ParameterizedTest(name = "{0}: {3}, {4}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # header                                           | SPF              | DKIM             | result    | wanted
          From: "Pay <x@relaxed.com>" <y@strict.com>         | pass strict.com  |                  | pass      | quarantine
          Subject: nobody                                    | pass strict.com  |                  | permerror | none
          From: undisclosed:;                                |                  |                  | permerror | none
          From: x@[192.0.2.1]                                |                  |                  | permerror | none
          From: x@relaxed.com, y@strict.com                  | pass strict.com  |                  | fail      | reject
          From: x@relaxed.com, y@strict.com                  | pass strict.com  | pass relaxed.com | pass      | none
          From: x@relaxed.com, y@nothing.com                 | pass relaxed.com |                  | none      | none
          From: x@relaxed.com;From: y@strict.com             | pass strict.com  |                  | fail      | reject
          From: x@strict.com;From: y@strict.com              | pass strict.com  |                  | permerror | none
          From: a@a.com, b@b.com, c@c.com, d@d.com, e@relaxed.com |             |                  | permerror | none
          From: Jörg <j@RELAXED.com.>                        | pass relaxed.com |                  | pass      | reject
          """)
  void judgesWhateverStandsInFrom(
      String header, String spf, String dkim, String code, String wanted)
      throws InterruptedException {
    DmarcResult result =
        judged(verifier(BY_SUFFIX), header.replace(";From", "\r\nFrom") + "\r\n", spf, dkim);
    assertThat(result.code() + " " + result.wanted())
        .describedAs("%s", result.why())
        .isEqualTo(code + " " + wanted);
  }

  @Test
  void tellsWhatWasAlignedWithWhat() throws InterruptedException {
    DmarcResult result =
        judged(
            verifier(BY_SUFFIX),
            "From: x@news.relaxed.com\r\n",
            "pass bounce.sample.net",
            "pass relaxed.com");
    assertThat(result.why().toString().lines())
        .containsExactly(
            "news.relaxed.com vouches for the message",
            "  relaxed.com has a DMARC record  [_dmarc.relaxed.com. 300 IN TXT \"v=DMARC1;"
                + " p=reject\"]",
            "    news.relaxed.com has no DMARC record",
            "  SPF passed for bounce.sample.net, which is not aligned",
            "  DKIM passed for relaxed.com, which is aligned");
    assertThat(result.organisation()).contains(new Domain("relaxed.com"));
    DmarcResult.Grounds grounds = result.grounds().orElseThrow();
    assertThat(grounds.domain()).isEqualTo(new Domain("relaxed.com"));
    assertThat(grounds.spf()).isFalse();
    assertThat(grounds.dkim()).isTrue();
  }

  /** RFC 9989 appendix B: a tree with and without public suffixes. */
  private static final Resolver TREE =
      FixedResolver.of(
              """
              _dmarc.example.com. 300 IN TXT "v=DMARC1; p=reject"
              _dmarc.mail.example.com. 300 IN TXT "v=DMARC1; p=none"
              _dmarc.giant.bank. 300 IN TXT "v=DMARC1; p=quarantine"
              _dmarc.bank. 300 IN TXT "v=DMARC1; p=reject; psd=y; np=reject; sp=none"
              _dmarc.branch.example.net. 300 IN TXT "v=DMARC1; p=quarantine; psd=n"
              _dmarc.example.net. 300 IN TXT "v=DMARC1; p=reject"
              _dmarc.c.d.e.f.g.example.org. 300 IN TXT "v=DMARC1; p=reject"
              there.bank. 300 IN MX 10 mx.there.bank.
              """)
          .failing("_dmarc.broken.org", "no server answered");

  @ParameterizedTest(name = "From {0}, SPF {1}: {2}, {3}, {4}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # From                     | SPF                      | result    | wanted     | organisation
          example.com                | pass mail.example.com    | pass      | reject     | example.com
          mail.example.com           | pass example.com         | pass      | none       | example.com
          a.mail.example.com         |                          | fail      | reject     | example.com
          giant.bank                 | pass news.giant.bank     | pass      | quarantine | giant.bank
          giant.bank                 | pass other.bank          | fail      | quarantine | giant.bank
          news.giant.bank            | pass giant.bank          | pass      | quarantine | giant.bank
          there.bank                 |                          | fail      | none       | there.bank
          gone.bank                  |                          | fail      | reject     | gone.bank
          a.branch.example.net       | pass example.net         | fail      | quarantine | branch.example.net
          a.branch.example.net       | pass b.branch.example.net| pass      | quarantine | branch.example.net
          a.example.net              | pass example.net         | pass      | reject     | example.net
          nothing.org                | pass nothing.org         | none      | none       | nothing.org
          x.broken.org               | pass broken.org          | temperror | none       |
          a.b.c.d.e.f.g.example.org  | pass c.d.e.f.g.example.org | pass    | reject     | c.d.e.f.g.example.org
          """)
  void judgesByWalkingTheTree(
      String from, String spf, String code, String wanted, String organisation)
      throws InterruptedException {
    DmarcVerifier verifier = new DmarcVerifier(WORLD, TREE, BY_WALK, SUFFIXES);
    DmarcResult result = judged(verifier, "From: x@" + from + "\r\n", spf, null);
    assertThat(result.code() + " " + result.wanted())
        .describedAs("%s", result.why())
        .isEqualTo(code + " " + wanted);
    assertThat(result.organisation().map(Domain::name))
        .isEqualTo(Optional.ofNullable(organisation));
  }

  @Test
  void theWalkAsksNoMoreThanEightTimes() {
    List<String> names =
        TreeWalk.upwards(new Domain("a.b.c.d.e.f.g.h.i.j.mail.example.com")).stream()
            .map(Domain::name)
            .toList();
    assertThat(names)
        .containsExactly(
            "a.b.c.d.e.f.g.h.i.j.mail.example.com",
            "g.h.i.j.mail.example.com",
            "h.i.j.mail.example.com",
            "i.j.mail.example.com",
            "j.mail.example.com",
            "mail.example.com",
            "example.com",
            "com");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mailto:a@b.example                     | a@b.example       | 9223372036854775807
          MAILTO:a@b.example!10m                 | a@b.example       | 10485760
          mailto:a@b.example!5                   | a@b.example       | 5
          mailto:a+b@b.example!2K                | a+b@b.example     | 2048
          mailto:a%21b@b.example?subject=x!1g    | a!b@b.example     | 1073741824
          """)
  void readsWhereReportsGo(String text, String address, long most) {
    assertThat(ReportUri.all(text).toString())
        .isEqualTo(List.of(new ReportUri(EmailAddress.of(address), most)).toString());
  }

  @Test
  void leavesOutWhereReportsCannotGo() {
    assertThat(
            ReportUri.all("https://b.example/r, mailto:, mailto:x, mailto:%zz, mailto:a@b.example"))
        .hasSize(1);
  }
}
