package mailroad.mta.tls;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Duration;
import java.time.Instant;
import mailroad.records.StsModeRecord;
import mailroad.records.StsPolicyRecord;
import mailroad.store.StoreException;

/** MTA-STS policies as they stand on disk, and back. */
final class StsRecords {
  private StsRecords() {}

  /**
   * A policy and when it was fetched last.
   *
   * @param until when it ceases to hold
   */
  record Kept(StsPolicy policy, Instant fetched, Instant until) {}

  static byte[] write(StsPolicy policy, Instant fetched) {
    return StsPolicyRecord.newBuilder()
        .setId(policy.id())
        .setMode(
            switch (policy.mode()) {
              case ENFORCE -> StsModeRecord.STS_MODE_ENFORCE;
              case TESTING -> StsModeRecord.STS_MODE_TESTING;
              case NONE -> StsModeRecord.STS_MODE_NONE;
            })
        .addAllPatterns(policy.patterns())
        .setMaxAgeSeconds(policy.maxAge().toSeconds())
        .setFetchedMillis(fetched.toEpochMilli())
        .build()
        .toByteArray();
  }

  static Kept read(byte[] octets) throws StoreException {
    try {
      StsPolicyRecord record = StsPolicyRecord.parseFrom(octets);
      StsPolicy policy =
          new StsPolicy(
              record.getId(),
              switch (record.getMode()) {
                case STS_MODE_ENFORCE -> StsPolicy.Mode.ENFORCE;
                case STS_MODE_TESTING -> StsPolicy.Mode.TESTING;
                case STS_MODE_NONE, STS_MODE_UNSAID, UNRECOGNIZED -> StsPolicy.Mode.NONE;
              },
              record.getPatternsList(),
              Duration.ofSeconds(record.getMaxAgeSeconds()));
      return kept(policy, Instant.ofEpochMilli(record.getFetchedMillis()));
    } catch (InvalidProtocolBufferException e) {
      throw new StoreException("not an MTA-STS policy", e);
    }
  }

  static Kept kept(StsPolicy policy, Instant fetched) {
    return new Kept(policy, fetched, fetched.plus(policy.maxAge()));
  }
}
