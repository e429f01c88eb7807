package mailroad.mta.tls;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailroad.dns.Answer;
import mailroad.dns.RecordType;
import mailroad.dns.Resolver;
import mailroad.dns.Rr;
import mailroad.kernel.Domain;
import mailroad.kernel.World;
import mailroad.wire.ClientTrust;
import mailroad.wire.http.Fetched;
import mailroad.wire.http.HttpsClient;
import mailroad.wire.http.Request;

/** Where MTA-STS policies come from: a record in DNS that one is there, and a web server that has it. Blocks. */
final class StsSource {
  private static final Pattern ID =
      Pattern.compile(
          "v=STSv1[ \\t]*;(?:[^;]*;)*?[ \\t]*id[ \\t]*=[ \\t]*([A-Za-z0-9]{1,32})[ \\t]*(?:;.*)?");

  private final Resolver resolver;
  private final HttpsClient web;
  private final WebHosts hosts;

  StsSource(
      World world,
      TlsPolicyConfig config,
      Resolver resolver,
      ClientTrust authorities,
      boolean privateAllowed) {
    this.resolver = resolver;
    this.hosts = new WebHosts(resolver, privateAllowed);
    this.web =
        new HttpsClient(
            world,
            new HttpsClient.Bounds(config.policyFetchTimeout(), config.policyOctetsMax()),
            authorities);
  }

  /** What DNS says (RFC 8461 section 3.1). */
  sealed interface Announced {
    /** There is a policy; it has changed where the id has. */
    record Here(String id, String record) implements Announced {}

    /** There is none, or nobody knows. */
    record Silence(String reason) implements Announced {}
  }

  /** Asks DNS. */
  Announced announced(Domain domain) throws InterruptedException {
    String name = "_mta-sts." + domain;
    return switch (resolver.resolve(name, RecordType.TXT)) {
      case Answer.Found found -> read(name, found.records());
      case Answer.NoData _, Answer.NoDomain _ ->
          new Announced.Silence("there is no TXT record at " + name);
      case Answer.Failed failed ->
          new Announced.Silence("%s cannot be looked up: %s".formatted(name, failed.reason()));
    };
  }

  private static Announced read(String name, List<Rr> records) {
    List<Rr> ours =
        records.stream()
            .filter(
                rr -> rr.data() instanceof Rr.Txt(var text) && text.matches("(?s)v=STSv1[ \t]*;.*"))
            .toList();
    if (ours.size() != 1) {
      // RFC 8461 section 3.1: of two records, none counts.
      return new Announced.Silence("%s has %d MTA-STS records".formatted(name, ours.size()));
    }
    Rr rr = ours.getFirst();
    Matcher id = ID.matcher(rr.data() instanceof Rr.Txt(var text) ? text : "");
    return id.matches()
        ? new Announced.Here(id.group(1), rr.text())
        : new Announced.Silence("the MTA-STS record at %s has no id".formatted(name));
  }

  /** Fetches the policy (RFC 8461 section 3.3): no redirects, and only from a server that proves its name. */
  StsPolicy.Reading fetch(Domain domain, String id) throws InterruptedException {
    String host = "mta-sts." + domain;
    List<InetAddress> addresses = new ArrayList<>();
    Optional<String> fault = hosts.find(host, addresses);
    if (fault.isPresent()) {
      return faulty(ResultType.STS_POLICY_FETCH_ERROR, fault.get());
    }
    Fetched fetched = web.ask(Request.of(host, "/.well-known/mta-sts.txt"), addresses);
    return switch (fetched) {
      case Fetched.Document(var mediaType, var octets) ->
          mediaType.equals("text/plain")
              ? StsPolicy.parse(id, octets)
              : faulty(
                  ResultType.STS_POLICY_INVALID,
                  "%s: the policy is %s, not text/plain".formatted(host, mediaType));
      case Fetched.Untrusted _ ->
          faulty(ResultType.STS_WEBPKI_INVALID, host + ": " + fetched.inWords());
      case Fetched.Refused _, Fetched.Broken _ ->
          faulty(ResultType.STS_POLICY_FETCH_ERROR, host + ": " + fetched.inWords());
    };
  }

  private static StsPolicy.Reading faulty(ResultType type, String reason) {
    return new StsPolicy.Reading.Faulty(new Flaw(type, reason));
  }
}
