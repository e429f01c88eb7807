package mailroad.mta.tls;

import java.util.Set;
import mailroad.dns.Answer;
import mailroad.dns.RecordType;
import mailroad.dns.Resolver;

/** What another resolver says, as if DNSSEC secured all of it but some names. */
public record Secured(Resolver under, Set<String> unsigned) implements Resolver {
  @Override
  public Answer resolve(String name, RecordType type) throws InterruptedException {
    Answer answer = under.resolve(name, type);
    boolean secure = !unsigned.contains(name);
    return switch (answer) {
      case Answer.Found(var records, var aliases, _, var walk) ->
          new Answer.Found(records, aliases, secure, walk);
      case Answer.NoData(var aliases, var soa, _, var walk) ->
          new Answer.NoData(aliases, soa, secure, walk);
      case Answer.NoDomain(var aliases, var soa, _, var walk) ->
          new Answer.NoDomain(aliases, soa, secure, walk);
      case Answer.Failed failed -> failed;
    };
  }
}
