package mailroad.mta.advice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import mailroad.dns.Answer;
import mailroad.dns.FixedResolver;
import mailroad.dns.RecordType;
import mailroad.dns.Resolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said about a domain's records: one world, in which each domain has its own fault. */
class DomainCheckTest {
  private static final String TLSA = "ab".repeat(32);
  private static final String DNS =
      """
      good.example. 300 IN MX 10 mx.good.example.
      mx.good.example. 300 IN A 192.0.2.1
      mx.good.example. 300 IN AAAA 2001:db8::1
      _25._tcp.mx.good.example. 300 IN TLSA 3 1 1 %1$s
      good.example. 300 IN TXT "v=spf1 mx -all"
      _dmarc.good.example. 300 IN TXT "v=DMARC1; p=reject"
      _mta-sts.good.example. 300 IN TXT "v=STSv1; id=20260101"
      _smtp._tls.good.example. 300 IN TXT "v=TLSRPTv1; rua=mailto:tls@good.example"
      null.example. 300 IN MX 0 .
      bare.example. 300 IN A 192.0.2.2
      bad.example. 300 IN MX 10 alias.bad.example.
      bad.example. 300 IN MX 20 gone.bad.example.
      bad.example. 300 IN MX 30 six.bad.example.
      bad.example. 300 IN MX 40 192.0.2.9.
      alias.bad.example. 300 IN CNAME mx.good.example.
      six.bad.example. 300 IN AAAA 2001:db8::6
      _25._tcp.six.bad.example. 300 IN TLSA 1 1 1 %1$s
      bad.example. 300 IN TXT "v=spf1 mx all"
      _dmarc.bad.example. 300 IN TXT "v=DMARC1; rua=mailto:a@bad.example"
      _mta-sts.bad.example. 300 IN TXT "v=STSv1; id=not-good"
      _smtp._tls.bad.example. 300 IN TXT "v=TLSRPTv1;"
      twice.example. 300 IN MX 10 mx.good.example.
      twice.example. 300 IN TXT "v=spf1 -all"
      twice.example. 300 IN TXT "v=spf1 mx -all"
      _dmarc.twice.example. 300 IN TXT "v=DMARC1; p=none"
      _dmarc.twice.example. 300 IN TXT "v=DMARC1; p=reject"
      _mta-sts.twice.example. 300 IN TXT "v=STSv1; id=1"
      _mta-sts.twice.example. 300 IN TXT "v=STSv1; id=2"
      idle.example. 300 IN MX 10 mx.good.example.
      idle.example. 300 IN TXT "v=spf1 mx"
      _dmarc.idle.example. 300 IN TXT "v=DMARC1; p=none"
      """
          .formatted(TLSA);

  /** A resolver that says of everything that DNSSEC proves it, or of nothing. */
  private static Resolver resolver(boolean secure) {
    FixedResolver fixed =
        FixedResolver.of(DNS).failing("down.example", "DNSSEC: the signature expired");
    return (name, type) ->
        switch (fixed.resolve(name, type)) {
          case Answer.Found it -> new Answer.Found(it.records(), it.aliases(), secure, it.walk());
          case Answer.NoData it -> new Answer.NoData(it.aliases(), it.soa(), secure, it.walk());
          case Answer.NoDomain it -> new Answer.NoDomain(it.aliases(), it.soa(), secure, it.walk());
          case Answer.Failed it -> it;
        };
  }

  @ParameterizedTest(name = "{0} {2} {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # domain     | signed | level   | about                | says
          good.example | true   | GOOD    | MX                   | one mail exchanger
          good.example | true   | GOOD    | MX mx.good.example   | DANE: 1 usable TLSA records
          good.example | false  | WRONG   | MX mx.good.example   | DNSSEC does not prove them
          good.example | true   | GOOD    | DNSSEC               | the domain is signed
          good.example | false  | MISSING | DNSSEC               | DANE cannot be used
          good.example | true   | GOOD    | SPF                  | v=spf1 mx -all
          good.example | true   | GOOD    | DMARC                | v=DMARC1; p=reject
          good.example | true   | GOOD    | MTA-STS              | v=STSv1; id=20260101
          good.example | true   | GOOD    | TLS reports          | rua=mailto:tls@good.example
          null.example | true   | GOOD    | MX                   | takes no mail
          none.example | true   | WRONG   | MX                   | the domain does not exist
          down.example | true   | WRONG   | DNS                  | mail waits: DNSSEC: the signature expired
          bare.example | true   | MISSING | MX                   | the domain's own address
          bare.example | true   | MISSING | MX bare.example      | no TLSA record at _25._tcp.bare.example
          bare.example | true   | MISSING | SPF                  | no v=spf1 record
          bare.example | true   | MISSING | DMARC                | no v=DMARC1 record
          bare.example | true   | MISSING | MTA-STS              | no v=STSv1 record
          bare.example | true   | MISSING | TLS reports          | no v=TLSRPTv1 record
          bad.example  | true   | WRONG   | MX alias.bad.example | the name is an alias
          bad.example  | true   | WRONG   | MX gone.bad.example  | has no address
          bad.example  | true   | MISSING | MX six.bad.example   | no IPv4 address
          bad.example  | true   | WRONG   | MX six.bad.example   | no TLSA record has usage 2 or 3
          bad.example  | true   | WRONG   | MX 192.0.2.9         | must name a host, not an address
          bad.example  | true   | WRONG   | SPF                  | lets anybody send
          bad.example  | true   | WRONG   | DMARC                | has no p=none
          bad.example  | true   | WRONG   | MTA-STS              | has no id
          bad.example  | true   | WRONG   | TLS reports          | must be one v=TLSRPTv1 record
          twice.example | true  | WRONG   | SPF                  | more than one
          twice.example | true  | WRONG   | DMARC                | more than one
          twice.example | true  | WRONG   | MTA-STS              | more than one
          idle.example | true   | MISSING | SPF                  | does not end in
          idle.example | true   | MISSING | DMARC                | changes nothing
          """)
  void advises(String domain, boolean signed, Advice.Level level, String about, String says)
      throws InterruptedException {
    assertThat(new DomainCheck(resolver(signed)).check(domain).advice())
        .anySatisfy(it -> {
          assertThat(it.level()).isEqualTo(level);
          assertThat(it.about()).isEqualTo(about);
          assertThat(it.text()).contains(says);
        });
  }

  @Test
  void hasNothingToSayAgainstAGoodDomain() throws InterruptedException {
    assertThat(new DomainCheck(resolver(true)).check("good.example").advice())
        .allMatch(it -> it.level() == Advice.Level.GOOD);
  }

  @Test
  void asksEverything() throws InterruptedException {
    List<Looked> all = new DomainCheck(resolver(true)).check("good.example").all();
    assertThat(all)
        .extracting(it -> it.name() + " " + it.type())
        .containsExactly(
            "good.example MX",
            "mx.good.example A",
            "mx.good.example AAAA",
            "_25._tcp.mx.good.example TLSA",
            "good.example TXT",
            "_dmarc.good.example TXT",
            "_mta-sts.good.example TXT",
            "_smtp._tls.good.example TXT");
  }

  @Test
  void asksOneThing() throws InterruptedException {
    Looked looked = new DomainCheck(resolver(true)).look("mx.good.example", RecordType.A);
    assertThat(looked.records()).hasSize(1);
    assertThat(looked.isSecure()).isTrue();
  }
}
