package mailroad.mta.tls.report;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Arrays;
import mailroad.mta.tls.PolicyFacts;
import mailroad.mta.tls.ResultType;
import mailroad.records.TlsFailureRecord;
import mailroad.records.TlsPolicyTallyRecord;
import mailroad.records.TlsTallyRecord;
import mailroad.store.StoreException;

/** Tallies as they stand on disk, and back. */
final class TallyRecords {
  private TallyRecords() {}

  static TlsTallyRecord write(Tally tally) {
    TlsTallyRecord.Builder record = TlsTallyRecord.newBuilder();
    for (Tally.Part part : tally.parts()) {
      TlsPolicyTallyRecord.Builder policy =
          TlsPolicyTallyRecord.newBuilder()
              .setKind(part.policy().kind().word())
              .setDomain(part.policy().domain())
              .addAllLines(part.policy().lines())
              .addAllHosts(part.policy().hosts())
              .setSuccesses(part.successes());
      part.failures().forEach((detail, sessions) -> policy.addFailures(failure(detail, sessions)));
      record.addPolicies(policy);
    }
    return record.build();
  }

  private static TlsFailureRecord failure(Detail detail, long sessions) {
    return TlsFailureRecord.newBuilder()
        .setType(detail.type().word())
        .setFrom(detail.from())
        .setHost(detail.host())
        .setTo(detail.to())
        .setReason(detail.reason())
        .setSessions(sessions)
        .build();
  }

  static Tally read(byte[] octets, int detailsMax) throws StoreException {
    try {
      return read(TlsTallyRecord.parseFrom(octets), detailsMax);
    } catch (InvalidProtocolBufferException e) {
      throw new StoreException("not a tally of TLS sessions", e);
    }
  }

  static Tally read(TlsTallyRecord record, int detailsMax) {
    Tally tally = new Tally(detailsMax);
    for (TlsPolicyTallyRecord one : record.getPoliciesList()) {
      PolicyFacts policy =
          new PolicyFacts(
              kind(one.getKind()), one.getDomain(), one.getLinesList(), one.getHostsList());
      tally.succeeded(policy, one.getSuccesses());
      for (TlsFailureRecord failure : one.getFailuresList()) {
        Detail detail =
            new Detail(
                ResultType.named(failure.getType()).orElse(ResultType.VALIDATION_FAILURE),
                failure.getFrom(),
                failure.getHost(),
                failure.getTo(),
                failure.getReason());
        tally.failed(policy, detail, failure.getSessions());
      }
    }
    return tally;
  }

  static PolicyFacts.Kind kind(String word) {
    return Arrays.stream(PolicyFacts.Kind.values())
        .filter(kind -> kind.word().equals(word))
        .findFirst()
        .orElse(PolicyFacts.Kind.NONE);
  }
}
