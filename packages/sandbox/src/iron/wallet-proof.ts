// The proof that a customer holds a wallet's key: the text of the day, and a signature that fits the address.
import { ed25519 } from '@noble/curves/ed25519';
import { secp256k1 } from '@noble/curves/secp256k1';
import { keccak_256 } from '@noble/hashes/sha3';
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils';

export interface Proof {
  readonly blockchain: string;
  readonly address: string;
  readonly customerId: string;
  readonly message: string;
  readonly signature: string;
}

/** What is wrong with a proof; undefined where it holds. Contract wallets (EIP-1271) need a chain, so they fail here. */
export function proofProblem(proof: Proof, now: number): string | undefined {
  const expected = ownershipMessage(proof, now);
  // Iron accepts text around it; the signature is of all that is sent.
  if (!proof.message.includes(expected)) {
    return `body.message must contain exactly: ${expected}`;
  }
  if (signs(proof)) return undefined;
  return `body.signature is not the signature of body.message by ${proof.address}`;
}

/** https://docs.iron.xyz/travel-rule: byte for byte, with today's date in UTC. */
export function ownershipMessage({ address, customerId }: Pick<Proof, 'address' | 'customerId'>, now: number): string {
  const [year, month, day] = new Date(now).toISOString().slice(0, 10).split('-');
  return `I am verifying ownership of the wallet address ${address} as customer ${customerId}. This message was signed on ${day}/${month}/${year} to confirm my control over this wallet.`;
}

function signs({ blockchain, address, message, signature }: Proof): boolean {
  try {
    if (blockchain === 'Solana')
      return ed25519.verify(fromBase58(signature), utf8ToBytes(message), fromBase58(address));
    // How wallets of these chains sign is not documented: any text that is not empty passes.
    if (blockchain === 'Stellar' || blockchain === 'Tron') return signature.length > 0;
    return recoverEvmAddress(message, signature) === address.toLowerCase();
  } catch {
    return false;
  }
}

/** The address that made a `personal_sign` signature. */
export function recoverEvmAddress(message: string, signature: string): string {
  const bytes = hexToBytes(signature.replace(/^0x/, ''));
  if (bytes.length !== 65) throw new RangeError('A signature has 65 bytes.');
  const last = bytes[64] ?? 0;
  const recovery = last >= 27 ? last - 27 : last;
  const text = utf8ToBytes(message);
  const prefix = utf8ToBytes(`\x19Ethereum Signed Message:\n${text.length}`);
  const hash = keccak_256(new Uint8Array([...prefix, ...text]));
  const point = secp256k1.Signature.fromCompact(bytes.slice(0, 64)).addRecoveryBit(recovery).recoverPublicKey(hash);
  return `0x${bytesToHex(keccak_256(point.toRawBytes(false).slice(1)).slice(-20))}`;
}

const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

export function fromBase58(text: string): Uint8Array {
  let value = 0n;
  for (const character of text) {
    const digit = alphabet.indexOf(character);
    if (digit === -1) throw new RangeError('The text is not base58.');
    value = value * 58n + BigInt(digit);
  }
  const hex = value === 0n ? '' : value.toString(16);
  const zeros = /^1*/.exec(text)?.[0].length ?? 0;
  return hexToBytes('00'.repeat(zeros) + (hex.length % 2 ? `0${hex}` : hex));
}
