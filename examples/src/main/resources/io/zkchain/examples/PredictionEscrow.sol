// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @notice The verifier that zkchain generates for the iris model, compiled with public input and public output.
interface IIrisVerifier {
    /// @dev Reverts unless the proof shows that the model turns `input` into `output`, and is bound to `context`.
    function verify(int256[4] calldata input, int256[3] calldata output, bytes32 context, bytes calldata proof)
        external
        view;
}

/// @title Pays for a prediction of a known model on a given input, once, to whoever proves it.
/// @notice The model's weights stay with whoever runs it; the verifier's key commits to them, so every answer is known to
/// come from the same model.
/// @dev A proof is bound to (chain, this contract, sender, nonce of the sender) by its context: it cannot be replayed, be
/// taken over by another sender, or be used with another contract or chain. There is no owner, and no upgrade.
contract PredictionEscrow {
    struct Request {
        address client;
        uint64 deadline;
        bytes32 inputHash;
        uint256 payment;
    }

    IIrisVerifier public immutable verifier;

    /// @notice The nonce that the next proof of a sender must be bound to.
    mapping(address sender => uint256) public nonces;
    mapping(uint256 id => Request) public requests;
    uint256 public requestCount;

    event Requested(uint256 indexed id, address indexed client, int256[4] input, uint256 payment, uint64 deadline);
    event Fulfilled(uint256 indexed id, address indexed worker, int256[3] output);
    event Withdrawn(uint256 indexed id);

    error NoVerifier();
    error NothingToPay();
    error DeadlinePassed();
    error NoSuchRequest();
    error WrongInput();
    error NotTheClient();
    error NotYet();
    error PaymentFailed();

    constructor(IIrisVerifier verifier_) {
        if (address(verifier_).code.length == 0) revert NoVerifier();
        verifier = verifier_;
    }

    /// @notice Asks for the model's answer on `input`; the ether sent along is paid to whoever proves it by the deadline.
    /// @param input the quantised input of the model
    /// @param deadline until when the payment cannot be withdrawn, in seconds since 1970
    function request(int256[4] calldata input, uint64 deadline) external payable returns (uint256 id) {
        if (msg.value == 0) revert NothingToPay();
        if (deadline <= block.timestamp) revert DeadlinePassed();
        id = requestCount++;
        requests[id] = Request(msg.sender, deadline, keccak256(abi.encode(input)), msg.value);
        emit Requested(id, msg.sender, input, msg.value, deadline);
    }

    /// @notice What a proof of `sender` with that nonce must be bound to.
    function contextOf(address sender, uint256 nonce) public view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(this), sender, nonce));
    }

    /// @notice Takes a proof of the model's output and pays the sender.
    function fulfil(uint256 id, int256[4] calldata input, int256[3] calldata output, bytes calldata proof) external {
        Request memory asked = requests[id];
        if (asked.client == address(0)) revert NoSuchRequest();
        if (keccak256(abi.encode(input)) != asked.inputHash) revert WrongInput();
        verifier.verify(input, output, contextOf(msg.sender, nonces[msg.sender]++), proof);
        delete requests[id];
        emit Fulfilled(id, msg.sender, output);
        _pay(msg.sender, asked.payment);
    }

    /// @notice Gives the payment of an unanswered request back to its client, after the deadline.
    function withdraw(uint256 id) external {
        Request memory asked = requests[id];
        if (asked.client != msg.sender) revert NotTheClient();
        if (block.timestamp <= asked.deadline) revert NotYet();
        delete requests[id];
        emit Withdrawn(id);
        _pay(msg.sender, asked.payment);
    }

    function _pay(address to, uint256 amount) private {
        (bool paid,) = to.call{value: amount}("");
        if (!paid) revert PaymentFailed();
    }
}
