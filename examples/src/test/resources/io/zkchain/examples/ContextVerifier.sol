// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @dev Stands in for a verifier where only the escrow is tested: it takes a context for its own proof.
contract ContextVerifier {
    error WrongContext();

    function verify(int256[4] calldata, int256[3] calldata, bytes32 context, bytes calldata proof) external pure {
        if (keccak256(proof) != keccak256(abi.encode(context))) revert WrongContext();
    }
}
